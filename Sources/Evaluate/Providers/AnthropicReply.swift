internal import Ingest

/// Reads the document of a message.
enum AnthropicReply {
  /// The completion in a document; nil where it has no content.
  static func completion(_ document: JSONNode) -> Completion? {
    guard let content = document["content"], content.kind == .array else { return nil }
    let texts = content.elements.compactMap { $0["text"]?.string() }
    let finish = document["stop_reason"]?.string()
    var completion = Completion(choices: [
      Completion.Choice(
        text: texts.isEmpty ? nil : texts.joined(), finishReason: finish, outcome: outcome(finish))
    ])
    completion.resolvedModel = document["model"]?.string()
    completion.tier = document["usage"]?["service_tier"]?.string()
    completion.usage = document["usage"].flatMap(usage)
    return completion
  }

  // MARK: - Private

  private static func outcome(_ finish: String?) -> Completion.Outcome {
    switch finish {
    case "max_tokens", "model_context_window_exceeded", "pause_turn": .truncated
    case "refusal": .refused
    default: .ok
    }
  }

  /// The counts, which leave each other out; of cache writes the total may be 0 where its parts are
  /// not, and the parts may be missing.
  private static func usage(_ usage: JSONNode) -> TokenUsage? {
    guard let prompt = usage["input_tokens"]?.int64, let output = usage["output_tokens"]?.int64
    else { return nil }
    let count = { (node: JSONNode?) in max(0, node?.int64 ?? 0) }
    let parts = usage["cache_creation"]
    let hour = count(parts?["ephemeral_1h_input_tokens"])
    let minutes = count(parts?["ephemeral_5m_input_tokens"])
    let total = count(usage["cache_creation_input_tokens"])
    return TokenUsage(
      prompt: prompt, cached: count(usage["cache_read_input_tokens"]),
      cacheWrite5m: max(minutes, total - hour), cacheWrite1h: hour, completion: output)
  }
}
