public import ArgumentParser
internal import Evaluate

/// Where a model is called, and how: of the model itself in `generate` and `eval`, of the judge in
/// `judge`.
struct CallOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The name to ask for, where it is another.", valueName: "name"))
  var requestModel: String?

  @Option(
    help: ArgumentHelp(
      "What stands before /chat/completions, or a profile of scorehouse.yaml. Default: the provider's own.",
      valueName: "url"))
  var endpoint: String?

  @Option(help: "The language spoken there; without it the address tells, else openai.")
  var provider: ProviderName?

  @Option(
    help: ArgumentHelp("The variable of the environment that holds the key.", valueName: "name"))
  var apiKeyEnv: String?

  @Flag(
    name: .customLong("allow-http"),
    help: "Let the key travel unencrypted over http to another machine.")
  var allowHTTP = false

  @Option(help: "The temperature; without it that of the question or its category, of a judge 0.")
  var temperature: Double?

  @Option(help: "The longest reply in tokens; without it 1024, of a judge 2048.")
  var maxTokens: Int?

  @Option(help: "The share of likely tokens that is drawn from.")
  var topP: Double?

  @Option(help: "For replies that can be repeated.")
  var seed: Int64?

  @Option(help: ArgumentHelp("What ends a reply; repeatable.", valueName: "text"))
  var stop: [String] = []

  func validate() throws {
    try Self.check(temperature: temperature, maxTokens: maxTokens, topP: topP)
  }

  /// Whether nothing of it was given.
  var isEmpty: Bool { settings("") == CallSettings(model: "") }

  /// The settings for a model of the store.
  func settings(_ model: String) -> CallSettings {
    var call = CallSettings(model: model)
    call.requestModel = requestModel
    call.endpoint = endpoint
    call.provider = provider?.rawValue
    call.keyVariable = apiKeyEnv
    call.allowsPlainHTTP = allowHTTP
    call.temperature = temperature
    call.maxTokens = maxTokens
    call.topP = topP
    call.seed = seed
    call.stop = stop
    return call
  }

  /// Refuses values that no provider takes, of a model or of a judge.
  static func check(temperature: Double?, maxTokens: Int?, topP: Double?) throws {
    if let temperature, !(0...2).contains(temperature) {
      throw ValidationError("a temperature is 0 to 2")
    }
    if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens is 1 at least") }
    if let topP, !(0...1).contains(topP) { throw ValidationError("--top-p is 0 to 1") }
  }
}

extension ProviderName: ExpressibleByArgument {}
