extension EvaluationFile {
  /// How much is asked, of models and of judges alike.
  struct Asked {
    static let fields = ["limit", "sample", "sample_seed", "choices", "fresh"]

    let questions: QuestionChoice
    let choices: Int
    let isFresh: Bool

    init(_ fields: [String: YAMLValue]) throws(ConfigurationError) {
      let seed = try fields["sample_seed"]?.count() ?? 1
      if let limit = fields["limit"] {
        if let sample = fields["sample"] {
          throw sample.error(.wrongType("either limit or sample"))
        }
        questions = .first(try limit.count())
      } else {
        let count = try fields["sample"]?.count()
        questions = count.map { .sample($0, seed: UInt64(seed)) } ?? .all
      }
      choices = try fields["choices"]?.count() ?? 1
      isFresh = try fields["fresh"]?.flag() ?? false
    }
  }

  /// What answers.
  struct Model {
    static let fields =
      CallFields.names
      + ["base_model", "system", "chat_template", "model_path", "launcher", "num_gpus"]

    let call: CallSettings
    private let systemPrompt: String?
    private let chatTemplate: String?
    private let asked: Asked

    init(_ name: String, _ value: YAMLValue, _ asked: Asked) throws {
      let fields = try value.isEmpty ? [:] : value.fields(Self.fields)
      var call = try CallFields.settings(name, fields)
      call.baseModel = try fields["base_model"]?.text()
      if let path = fields["model_path"] {
        if let endpoint = fields["endpoint"] ?? fields["provider"] {
          throw endpoint.error(.wrongType("no endpoint beside model_path, which starts a server,"))
        }
        call.localModel = try LocalModel(
          try path.path(), launcher: try fields["launcher"]?.text(),
          gpuCount: try fields["num_gpus"]?.count() ?? 1)
      } else if let launched = fields["launcher"] ?? fields["num_gpus"] {
        throw launched.error(.missing("model_path"))
      }
      self.call = call
      systemPrompt = try fields["system"]?.textOrFile()
      chatTemplate = try fields["chat_template"]?.contents()
      self.asked = asked
    }

    func settings(benchmark: String) -> GenerationSettings {
      var settings = GenerationSettings(benchmark: benchmark, call: call)
      settings.systemPrompt = systemPrompt
      settings.chatTemplate = chatTemplate
      settings.choices = asked.choices
      settings.questions = asked.questions
      settings.isFresh = asked.isFresh
      return settings
    }
  }

  /// What judges.
  ///
  /// Its own fields go before those that the file has for all judges.
  struct Judge {
    static let fields = ["mode", "baseline", "protocol", "references", "parser", "repeat"]

    private let call: CallSettings
    private let pairing: JudgingSettings.Pairing
    private let protocolName: String?
    private let references: JudgingSettings.References
    private let parser: String?
    private let repeats: Int
    private let asked: Asked

    init(
      _ name: String, _ value: YAMLValue, _ asked: Asked, common: [String: YAMLValue]
    ) throws(ConfigurationError) {
      let own = try value.isEmpty ? [:] : value.fields(CallFields.names + Self.fields)
      let fields = common.merging(own) { $1 }
      call = try CallFields.settings(name, own)
      pairing = try Self.pairing(fields)
      protocolName = try fields["protocol"]?.text()
      references =
        switch try fields["references"]?.text() {
        case nil: .onlySet
        case "none": .without
        case .some(let name): .named(name)
        }
      parser = try fields["parser"].map(Self.parser)
      repeats = try fields["repeat"]?.count() ?? 1
      self.asked = asked
    }

    func settings(benchmark: String, models: [String]) -> JudgingSettings {
      var settings = JudgingSettings(benchmark: benchmark, call: call, models: models)
      settings.pairing = pairing
      settings.protocolName = protocolName
      settings.references = references
      settings.parser = parser
      settings.repeats = repeats
      settings.choices = asked.choices
      settings.questions = asked.questions
      settings.isFresh = asked.isFresh
      return settings
    }

    private static func pairing(
      _ fields: [String: YAMLValue]
    ) throws(ConfigurationError) -> JudgingSettings.Pairing {
      guard let mode = fields["mode"] else { return .single }
      let text = try mode.text()
      switch text {
      case "single": return .single
      case "pairwise-all": return .all
      case "pairwise-baseline":
        guard let baseline = fields["baseline"] else { throw mode.error(.missing("baseline")) }
        return .baseline(try baseline.text())
      default:
        throw mode.error(.notOneOf(text, ["single", "pairwise-baseline", "pairwise-all"]))
      }
    }

    private static func parser(_ value: YAMLValue) throws(ConfigurationError) -> String {
      let text = try value.text()
      guard VerdictParser(rawValue: text) != nil else {
        throw value.error(.notOneOf(text, VerdictParser.allCases.map(\.rawValue)))
      }
      return text
    }
  }

  /// The fields that say where something is called, and how.
  enum CallFields {
    static let names = [
      "request_model", "endpoint", "provider", "key_env", "allow_http", "temperature",
      "max_tokens", "top_p", "seed", "stop",
    ]

    static func settings(
      _ model: String, _ fields: [String: YAMLValue]
    ) throws(ConfigurationError) -> CallSettings {
      var call = CallSettings(model: model)
      call.requestModel = try fields["request_model"]?.text()
      call.endpoint = try fields["endpoint"]?.text()
      call.provider = try fields["provider"].map(EndpointProfile.provider)?.rawValue
      call.keyVariable = try fields["key_env"].map(EndpointProfile.variableName)
      call.allowsPlainHTTP = try fields["allow_http"]?.flag() ?? false
      call.temperature = try fields["temperature"]?.number(in: 0...2)
      call.maxTokens = try fields["max_tokens"]?.count()
      call.topP = try fields["top_p"]?.number(in: 0...1)
      call.seed = try (fields["seed"]?.integer()).map(Int64.init)
      call.stop = try fields["stop"]?.list() ?? []
      return call
    }
  }
}
