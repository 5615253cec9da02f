/// What kind of failure a status and an error are.
///
/// Providers agree on the statuses; what lies behind a 400 is in their words.
enum FailureRules {
  /// The kind of failure.
  static func kind(status: Int, _ body: ErrorBody, _ chat: ChatRequest) -> ProviderFailure.Kind {
    if (300..<400).contains(status) { return .redirect }
    return byWords(status, body, chat) ?? byStatus(status)
  }

  // MARK: - Private

  private static func byWords(
    _ status: Int, _ body: ErrorBody, _ chat: ChatRequest
  ) -> ProviderFailure.Kind? {
    let message = body.message?.lowercased() ?? ""
    let has = { (phrases: [String]) in phrases.contains { message.contains($0) } }
    if body.has(["insufficient_quota", "billing_hard_limit_reached", "billing_error"])
      || has(["credit balance is too low", "exceeded your current quota"])
    {
      return .quota
    }
    guard status < 500, status != 401, status != 403, status != 429 else { return nil }
    // LiteLLM without a database has nowhere to look a key up that is not its own.
    if body.has(["no_db_connection"]) { return .auth }
    if body.has(["content_filter", "content_policy_violation", "responsibleaipolicyviolation"]) {
      return .filteredPrompt
    }
    if body.has(["context_length_exceeded", "exceed_context_size_error"])
      || has(["context length", "context size", "context window", "prompt is too long"])
    {
      return .contextLength
    }
    if has(["chat template", "chat_template"]) { return .noChatTemplate }
    if body.has(["model_not_found", "deploymentnotfound"]) { return .notFound }
    return refusedParameter(status, body, message, chat).map { .unsupportedParameter($0) }
  }

  private static func byStatus(_ status: Int) -> ProviderFailure.Kind {
    switch status {
    case 401: .auth
    case 402: .quota
    case 403: .permission
    case 404, 405: .notFound
    case 408: .timeout
    case 409: .conflict
    case 413: .tooLarge
    case 429: .rateLimit
    case 503, 529: .overloaded
    case 500...: .server
    default: .badRequest
    }
  }

  /// The setting that a refusal names, if we sent it.
  ///
  /// The field for it is filled in by OpenAI alone. Others name it in a sentence, and a sentence that
  /// names it may also say that its value is out of range, which is a mistake of the person's.
  private static func refusedParameter(
    _ status: Int, _ body: ErrorBody, _ message: String, _ chat: ChatRequest
  ) -> ChatParameter? {
    guard status == 400 || status == 422 else { return nil }
    let isRefusal =
      body.has(["unsupported_parameter", "unsupported_value", "unknown_parameter"])
      || refusals.contains { message.contains($0) }
    guard isRefusal else { return nil }
    let stated = chat.statedParameters
    if let parameter = body.parameter {
      let name = parameter.prefix { $0 != "." && $0 != "[" }
      return stated.first { $0.names.contains(String(name)) }
    }
    return stated.filter { $0.names.contains { names(message, $0) } }.min {
      position(of: $0, in: message) < position(of: $1, in: message)
    }
  }

  private static let refusals = [
    "unsupported", "not supported", "does not support", "doesn't support", "not permitted",
    "unrecognized request argument", "unknown parameter", "extra inputs",
    "cannot both be specified",
    "deprecated for this model",
  ]

  /// Whether a word of the message is the name.
  private static func names(_ message: String, _ name: String) -> Bool {
    message.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name }
  }

  private static func position(of parameter: ChatParameter, in message: String) -> Int {
    parameter.names.compactMap { message.firstRange(of: $0)?.lowerBound }
      .map { message.distance(from: message.startIndex, to: $0) }.min() ?? .max
  }
}

extension ErrorBody {
  /// Whether its type or code is one of these.
  fileprivate func has(_ names: [String]) -> Bool { words.contains(where: names.contains) }
}
