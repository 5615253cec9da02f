import Evaluate
import Testing
import Transport

/// Responses of success, in the shapes that servers give them.
@Suite struct CompletionTests {
  private func completion(
    _ body: String, _ provider: ProviderName = .openAI, headers: HTTPHeaders = [:]
  ) throws -> Completion {
    let chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])
    let response = HTTPResponse(status: 200, headers: headers, body: Array(body.utf8))
    switch provider.provider.reply(to: chat, response) {
    case .completion(let completion): return completion
    case .failure(let failure): throw failure
    }
  }

  @Test func `an answer of OpenAI with everything in it`() throws {
    let usage =
      #"{"prompt_tokens": 100, "completion_tokens":50,"total_tokens":150, "#
      + #""prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},"#
      + #""completion_tokens_details":{"reasoning_tokens":20}}"#
    let completion = try completion(
      #"{"id":"c-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06","choices":["#
        + #"{"index":1,"message":{"role":"assistant","content":"two"},"finish_reason":"length"},"#
        + #"{"index":0,"message":{"role":"assistant","content":"one","refusal":null},"#
        + #""logprobs":null,"finish_reason":"stop"}],"usage": \#(usage) ,"#
        + #""system_fingerprint":"fp_1","service_tier":"default"}"#,
      headers: ["X-Request-ID": "req-1"])
    #expect(
      completion.choices == [
        .init(text: "one", finishReason: "stop"),
        .init(text: "two", finishReason: "length", outcome: .truncated),
      ])
    #expect(completion.outcome == .truncated)
    #expect(completion.resolvedModel == "gpt-4o-2024-08-06")
    #expect(completion.fingerprint == "fp_1")
    #expect(completion.tier == "default")
    #expect(completion.requestID == "req-1")
    #expect(completion.usageJSON == usage)
    #expect(
      completion.usage == TokenUsage(prompt: 36, cached: 64, completion: 30, reasoning: 20))
    #expect(completion.usage?.allPrompt == 100)
    #expect(completion.usage?.allCompletion == 50)
    #expect(completion.reportedNanoUSD == nil)
  }

  /// Null is not empty, and what is missing is not zero.
  @Test(arguments: [
    (
      #""content":"","refusal":null"#, #""stop""#, Completion.Choice(text: "", finishReason: "stop")
    ),
    (#""content":null"#, #""stop""#, .init(text: nil, finishReason: "stop")),
    (#""role":"assistant""#, "null", .init(text: nil)),
    (
      #""content":null,"refusal":"I cannot."# + #"""#, #""stop""#,
      .init(text: nil, refusal: "I cannot.", finishReason: "stop", outcome: .refused)
    ),
    (
      #""content":"par"# + #"""#, #""content_filter""#,
      .init(text: "par", finishReason: "content_filter", outcome: .filtered)
    ),
    (
      #""content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#, #""stop""#,
      .init(text: "ab", finishReason: "stop")
    ),
  ])
  func `one answer`(message: String, finish: String, choice: Completion.Choice) throws {
    let completion = try completion(
      #"{"choices":[{"message":{\#(message)},"finish_reason":\#(finish)}]}"#)
    #expect(completion.choices == [choice])
    #expect(completion.usage == nil)
    #expect(completion.usageJSON == nil)
  }

  /// vLLM spells out every field that it does not use.
  @Test func `nulls everywhere`() throws {
    let completion = try completion(
      #"{"id":"c","model":"m","system_fingerprint":null,"service_tier":null,"choices":[{"index":0,"#
        + #""message":{"role":"assistant","content":"a","refusal":null,"tool_calls":[]},"#
        + #""stop_reason":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"total_tokens":5,"#
        + #""completion_tokens":2,"prompt_tokens_details":null},"kv_transfer_params":null,"error":null}"#
    )
    #expect(completion.usage == TokenUsage(prompt: 3, completion: 2))
    #expect(completion.fingerprint == nil)
    #expect(completion.requestID == "c")
  }

  /// Of 482 tokens 448 were reasoning; 482 are paid for.
  ///
  /// And a server that counts them apart.
  @Test(arguments: [
    (482, 448, 499, TokenUsage(prompt: 17, completion: 34, reasoning: 448)),
    (34, 448, 499, TokenUsage(prompt: 17, completion: 34, reasoning: 448)),
    (34, 448, 51, TokenUsage(prompt: 17, completion: 0, reasoning: 34)),
  ])
  func `reasoning is a part of the answer or stands beside it`(
    completion: Int, reasoning: Int, total: Int, usage: TokenUsage
  ) throws {
    let read = try self.completion(
      #"{"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":17,"#
        + #""completion_tokens":\#(completion),"total_tokens":\#(total),"#
        + #""completion_tokens_details":{"reasoning_tokens":\#(reasoning)}}}"#)
    #expect(read.usage == usage)
  }

  /// A gateway's header, and OpenRouter's field.
  @Test func `reported costs are exact`() throws {
    let body = #"{"choices":[{"message":{"content":"a"}}],"usage":{"cost":0.0000125}}"#
    #expect(try completion(body).reportedNanoUSD == 12_500)
    let headers: HTTPHeaders = ["x-litellm-response-cost": "1.35e-05", "x-litellm-call-id": "l-1"]
    let completion = try completion(body, headers: headers)
    #expect(completion.reportedNanoUSD == 13_500)
    #expect(completion.requestID == "l-1")
  }

  @Test func `an answer of Anthropic`() throws {
    let completion = try completion(
      #"{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":["#
        + #"{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"a"},"#
        + #"{"type":"text","text":"b"}],"stop_reason":"end_turn","stop_sequence":null,"#
        + #""usage":{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"#
        + #""cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4},"#
        + #""output_tokens":7,"service_tier":"standard"}}"#, .anthropic,
      headers: ["request-id": "req_9"])
    #expect(completion.choices == [.init(text: "ab", finishReason: "end_turn")])
    #expect(completion.resolvedModel == "claude-x")
    #expect(completion.requestID == "req_9")
    #expect(completion.tier == "standard")
    #expect(
      completion.usage
        == TokenUsage(prompt: 10, cached: 5, cacheWrite5m: 3, cacheWrite1h: 4, completion: 7))
  }

  @Test(arguments: [
    ("max_tokens", Completion.Outcome.truncated), ("refusal", .refused), ("stop_sequence", .ok),
  ])
  func `how an answer of Anthropic ends`(reason: String, outcome: Completion.Outcome) throws {
    let completion = try completion(
      #"{"content":[],"stop_reason":"\#(reason)","usage":{"input_tokens":1,"output_tokens":0,"#
        + #""cache_creation_input_tokens":6}}"#, .anthropic)
    #expect(completion.choices == [.init(text: nil, finishReason: reason, outcome: outcome)])
    #expect(completion.usage == TokenUsage(prompt: 1, cacheWrite5m: 6))
  }
}
