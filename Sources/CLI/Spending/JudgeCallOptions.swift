internal import ArgumentParser
internal import Evaluate

/// Where the judge is called in `eval`, where the flags without prefix are the model's.
struct JudgeCallOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The name to ask for, where it is another.", valueName: "name"))
  var judgeRequestModel: String?

  @Option(help: ArgumentHelp("What stands before /chat/completions.", valueName: "url"))
  var judgeEndpoint: String?

  @Option(help: "The language spoken there.")
  var judgeProvider: ProviderName?

  @Option(help: ArgumentHelp("The variable that holds the judge's key.", valueName: "name"))
  var judgeApiKeyEnv: String?

  @Option(help: "The judge's temperature; without it 0.")
  var judgeTemperature: Double?

  @Option(help: "The longest verdict in tokens; without it 2048.")
  var judgeMaxTokens: Int?

  @Option(help: "The judge's share of likely tokens.")
  var judgeTopP: Double?

  @Option(help: "For verdicts that can be repeated.")
  var judgeSeed: Int64?

  func validate() throws {
    try CallOptions.check(
      temperature: judgeTemperature, maxTokens: judgeMaxTokens, topP: judgeTopP)
  }

  /// Whether nothing of it was given.
  var isEmpty: Bool { settings("") == CallSettings(model: "") }

  /// The settings for a judge.
  func settings(_ judge: String) -> CallSettings {
    var call = CallSettings(model: judge)
    call.requestModel = judgeRequestModel
    call.endpoint = judgeEndpoint
    call.provider = judgeProvider?.rawValue
    call.keyVariable = judgeApiKeyEnv
    call.temperature = judgeTemperature
    call.maxTokens = judgeMaxTokens
    call.topP = judgeTopP
    call.seed = judgeSeed
    return call
  }
}
