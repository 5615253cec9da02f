public import Warehouse

/// What is asked of a model, where, and how; kept with the run, so that it can be gone on with.
///
/// It names the variable of a key, never the key.
public struct CallSettings: Sendable, Hashable, Codable {
  /// The name in the store.
  public var model: String
  /// The name that is asked for; nil: the same.
  public var requestModel: String?
  /// What stands before `/chat/completions`, or the name of a profile; nil: the provider's own
  /// address.
  public var endpoint: String?
  /// The language that is spoken there; nil: told from the address.
  public var provider: String?
  /// The variable of the environment that holds the key; nil: the provider's own.
  public var keyVariable: String?
  /// The project or key as a person calls it.
  public var credentialLabel: String?
  /// Whether a key may travel unencrypted to another machine.
  public var allowsPlainHTTP = false
  /// nil: as the question or its category has it.
  public var temperature: Double?
  /// The longest reply, in tokens.
  public var maxTokens: Int?
  /// The model on this machine for which a server is started; then there is no `endpoint`.
  public var localModel: LocalModel?
  /// What a served adapter was trained upon, where a person says so.
  public var baseModel: String?
  /// Of the sampling.
  public var topP: Double?
  /// Of the sampling's random numbers.
  public var seed: Int64?
  /// What ends a reply.
  public var stop: [String] = []

  /// A model at a provider's own address.
  public init(model: String) {
    self.model = model
  }

  /// The name that is asked for.
  public var askedModel: String { requestModel ?? model }

  /// What is known of the weights that answer.
  var weights: Weights? {
    Weights(
      baseModel: baseModel ?? localModel?.baseModel, adapter: localModel?.adapterKind,
      rank: localModel?.rank, alpha: localModel?.alpha, revision: localModel?.revision)
  }

  /// Where calls go: an address, or a profile of the configuration file.
  ///
  /// - Throws: `EndpointError`, `ConfigurationError`.
  func makeEndpoint() throws -> Endpoint {
    // A server that does not run yet has no port.
    if localModel != nil { return try Endpoint("http://127.0.0.1/v1", provider: .openAI) }
    var made = try Configuration.load().endpoint(
      endpoint, provider: provider.flatMap(ProviderName.init))
    if let keyVariable {
      guard keyVariable.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
        throw EndpointError.badVariable
      }
      made.keyVariable = keyVariable
    }
    if let credentialLabel { made.credentialLabel = credentialLabel }
    if allowsPlainHTTP { made.allowsPlainHTTP = true }
    return made
  }
}

/// What a run generates: the answers of one model to one benchmark.
public struct GenerationSettings: Sendable, Hashable, Codable {
  /// The question set.
  public var benchmark: String
  /// What answers.
  public var call: CallSettings
  /// What stands before the conversation.
  public var systemPrompt: String?
  /// How the server is told to write a conversation as one text.
  public var chatTemplate: String?
  /// Answers to each question.
  public var choices = 1
  /// Which questions.
  public var questions = QuestionChoice.all
  /// Whether answers that are there already are asked for again.
  public var isFresh = false

  /// The longest answer where nothing is said, in tokens, as FastChat has it.
  public static let usualMaxTokens = 1_024

  /// All questions once, by a model.
  public init(benchmark: String, call: CallSettings) {
    self.benchmark = benchmark
    self.call = call
    if self.call.maxTokens == nil { self.call.maxTokens = Self.usualMaxTokens }
  }
}

/// What a run judges: the answers of some models to one benchmark, by one judge.
public struct JudgingSettings: Sendable, Hashable, Codable {
  /// The question set.
  public var benchmark: String
  /// What judges.
  public var call: CallSettings
  /// The models whose answers are judged.
  public var models: [String]
  /// One by one, or in pairs.
  public var pairing = Pairing.single
  /// The judge prompts; nil: those of the program.
  public var protocolName: String?
  /// What is shown as right.
  public var references = References.onlySet
  /// How verdicts are read; nil: as the protocol's author does.
  public var parser: String?
  /// Verdicts for each answer.
  public var repeats = 1
  /// How many of the answers to each question.
  public var choices = 1
  /// Which questions.
  public var questions = QuestionChoice.all
  /// Whether verdicts that are there already are asked for again.
  public var isFresh = false

  /// The longest verdict where nothing is said, in tokens, as FastChat has it.
  public static let usualMaxTokens = 2_048

  /// Who is judged beside whom.
  public enum Pairing: Sendable, Hashable, Codable {
    /// Each answer by itself.
    case single
    /// Each model beside one.
    case baseline(String)
    /// Each model beside each other.
    case all

    /// What a judge does in it.
    public var mode: JudgingMode { self == .single ? .single : .pairwise }
  }

  /// Where reference answers come from.
  public enum References: Sendable, Hashable, Codable {
    /// The one set that there is.
    case onlySet
    /// The answers under this name.
    case named(String)
    /// No reference is shown.
    case without
  }

  /// Single verdicts of a judge on some models.
  public init(benchmark: String, call: CallSettings, models: [String]) {
    self.benchmark = benchmark
    self.call = call
    self.models = models
    if self.call.maxTokens == nil { self.call.maxTokens = Self.usualMaxTokens }
    if self.call.temperature == nil { self.call.temperature = 0 }
  }

  /// The judge prompts that are used.
  public var usedProtocol: String {
    protocolName ?? (pairing == .single ? HouseProtocol.single : HouseProtocol.pairwise)
  }

  /// How verdicts are read where nothing is said: FastChat's prompts as FastChat reads them.
  public var usedParser: VerdictParser {
    if let parser, let named = VerdictParser(rawValue: parser) { return named }
    switch usedProtocol {
    case "single-v1", "pair-v2", "pair-score": return .fastchat1
    case HouseProtocol.singleJSON, HouseProtocol.pairwiseJSON: return .json1
    default: return .strict1
    }
  }
}
