/// The body of a request for a message.
enum AnthropicBody {
  /// - Throws: `ProviderRequestError` for settings that it has no field for, and without a limit of
  ///   tokens, which it demands.
  static func of(_ chat: ChatRequest, model: String) throws(ProviderRequestError) -> [UInt8] {
    for parameter in [ChatParameter.seed, .choices, .responseSchema, .reasoningEffort]
    where chat.statedParameters.contains(parameter) {
      throw .noParameter(parameter, .anthropic)
    }
    guard let maxTokens = chat.maxTokens else { throw .needs(.maxTokens, .anthropic) }
    var body = JSONBody()
    body.add("model", model)
    body.add("max_tokens", Int64(maxTokens))
    let system = chat.messages.filter { $0.role == .system }.map(\.content)
    if !system.isEmpty { body.add("system", system.joined(separator: "\n\n")) }
    body.add("messages", chat.messages.filter { $0.role != .system })
    body.add("temperature", chat.temperature)
    body.add("top_p", chat.topP)
    body.add("stop_sequences", chat.stop)
    body.add("service_tier", chat.serviceTier)
    for (name, value) in chat.extraFields.sorted(by: { $0.key < $1.key }) {
      body.add(name, json: value)
    }
    return body.closed()
  }
}
