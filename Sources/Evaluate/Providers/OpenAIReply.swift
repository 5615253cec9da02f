internal import Ingest

/// Reads the document of a chat completion.
enum OpenAIReply {
  /// The completion in a document; nil where it has no choices.
  static func completion(_ document: JSONNode) -> Completion? {
    let choices = (document["choices"]?.elements).map { elements in
      elements.enumerated().sorted { index($0) < index($1) }.map { choice($0.element) }
    }
    guard let choices, !choices.isEmpty else { return nil }
    var completion = Completion(choices: choices)
    completion.resolvedModel = document["model"]?.string()
    completion.fingerprint = document["system_fingerprint"]?.string()
    completion.tier = document["service_tier"]?.string()
    completion.usage = document["usage"].flatMap(usage)
    return completion
  }

  // MARK: - Private

  /// Its stated index, else its place.
  private static func index(_ choice: (offset: Int, element: JSONNode)) -> Int64 {
    choice.element["index"]?.int64 ?? Int64(choice.offset)
  }

  private static func choice(_ node: JSONNode) -> Completion.Choice {
    let message = node["message"]
    let refusal = message?["refusal"]?.string()
    let finish = node["finish_reason"]?.string()
    return Completion.Choice(
      text: message?["content"].flatMap(text), refusal: refusal, finishReason: finish,
      outcome: outcome(finish, isRefused: refusal?.isEmpty == false))
  }

  /// A text, or the texts among its parts.
  private static func text(_ content: JSONNode) -> String? {
    if let text = content.string() { return text }
    guard content.kind == .array else { return nil }
    return content.elements.compactMap { $0["text"]?.string() }.joined()
  }

  private static func outcome(_ finish: String?, isRefused: Bool) -> Completion.Outcome {
    if isRefused { return .refused }
    return switch finish {
    case "length": .truncated
    case "content_filter": .filtered
    default: .ok
    }
  }

  /// The counts, taken apart: those of OpenAI include one another.
  private static func usage(_ usage: JSONNode) -> TokenUsage? {
    guard let prompt = usage["prompt_tokens"]?.int64,
      let completion = usage["completion_tokens"]?.int64
    else { return nil }
    let count = { (node: JSONNode?) in max(0, node?.int64 ?? 0) }
    let cached = min(prompt, count(usage["prompt_tokens_details"]?["cached_tokens"]))
    let written = min(
      prompt - cached, count(usage["prompt_tokens_details"]?["cache_write_tokens"]))
    let reasoning = count(usage["completion_tokens_details"]?["reasoning_tokens"])
    // Some servers count reasoning beside the completion, which shows in their sum.
    let isBeside =
      reasoning > 0 && usage["total_tokens"]?.int64 == prompt + completion + reasoning
    return TokenUsage(
      prompt: prompt - cached - written, cached: cached, cacheWrite5m: written,
      completion: isBeside ? completion : max(0, completion - reasoning),
      reasoning: isBeside ? reasoning : min(reasoning, completion))
  }
}
