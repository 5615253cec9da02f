/// A setting of a request that a provider may refuse.
public enum ChatParameter: String, CaseIterable, Sendable {
  case temperature
  case maxTokens = "max_tokens"
  case maxCompletionTokens = "max_completion_tokens"
  case topP = "top_p"
  case seed
  case stop
  case choices = "n"
  case responseSchema = "response_format"
  case reasoningEffort = "reasoning_effort"
  case serviceTier = "service_tier"

  /// The names under which providers speak of it; the first is OpenAI's.
  var names: [String] {
    switch self {
    case .stop: [rawValue, "stop_sequences"]
    case .responseSchema: [rawValue, "output_config", "output_format", "json_schema"]
    default: [rawValue]
    }
  }
}

extension ChatRequest {
  /// The settings that it states.
  public var statedParameters: [ChatParameter] {
    ChatParameter.allCases.filter { states($0) }
  }

  /// The request without a setting that was refused; nil if it cannot do without.
  ///
  /// A limit of tokens is not dropped but sent under its other name, and several answers are never
  /// turned into one.
  public func dropping(_ parameter: ChatParameter) -> ChatRequest? {
    guard states(parameter) else { return nil }
    var rest = self
    switch parameter {
    case .temperature: rest.temperature = nil
    case .maxTokens: rest.maxTokensName = .maxCompletionTokens
    case .maxCompletionTokens: rest.maxTokensName = .maxTokens
    case .topP: rest.topP = nil
    case .seed: rest.seed = nil
    case .stop, .choices, .responseSchema: return nil
    case .reasoningEffort: rest.reasoningEffort = nil
    case .serviceTier: rest.serviceTier = nil
    }
    return rest
  }

  private func states(_ parameter: ChatParameter) -> Bool {
    switch parameter {
    case .temperature: temperature != nil
    case .maxTokens: maxTokens != nil && maxTokensName == .maxTokens
    case .maxCompletionTokens: maxTokens != nil && maxTokensName == .maxCompletionTokens
    case .topP: topP != nil
    case .seed: seed != nil
    case .stop: !stop.isEmpty
    case .choices: choices != 1
    case .responseSchema: responseSchema != nil
    case .reasoningEffort: reasoningEffort != nil
    case .serviceTier: serviceTier != nil
    }
  }
}
