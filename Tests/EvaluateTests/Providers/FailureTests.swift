import Evaluate
import Testing
import Transport

/// Responses without an answer: what kind each one is, and what follows from it.
@Suite struct FailureTests {
  /// A request that states what providers may refuse.
  private static let chat: ChatRequest = {
    var chat = ChatRequest(model: "m", messages: [ChatMessage(.user, "a")])
    chat.temperature = 0.7
    chat.maxTokens = 16
    chat.topP = 0.9
    chat.seed = 1
    return chat
  }()

  private func failure(
    _ status: Int, _ body: String, headers: HTTPHeaders = [:], _ provider: ProviderName = .openAI
  ) throws -> ProviderFailure {
    let response = HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    guard case .failure(let failure) = provider.provider.reply(to: Self.chat, response) else {
      Issue.record("this is an answer: \(body)")
      throw CancellationError()
    }
    #expect(!"\(failure)".contains("\n"))
    return failure
  }

  /// As OpenAI, LiteLLM, llama.cpp, vLLM, Ollama, FastAPI, Azure, Anthropic and gateways send them.
  @Test(arguments: [
    (
      400, #"{"error":{"message":"bad","type":"invalid_request_error","code":null}}"#,
      ProviderFailure.Kind.badRequest
    ),
    (401, #"{"error":{"message":"Incorrect API key","code":"invalid_api_key"}}"#, .auth),
    (401, #"{"statusCode":401,"message":"Access denied"}"#, .auth),
    (
      400, #"{"error":{"message":"No connected db.","type":"no_db_connection","code":"400"}}"#,
      .auth
    ),
    (402, #"{"error":{"message":"pay","code":402}}"#, .quota),
    (403, #"{"detail":"no"}"#, .permission),
    (404, #"{"error":{"message":"no model","code":"model_not_found"}}"#, .notFound),
    (404, #"{"error":"model 'x' not found"}"#, .notFound),
    (404, "404 page not found", .notFound),
    (408, "", .timeout),
    (409, #"{"error":{"message":"conflict"}}"#, .conflict),
    (413, "<html><h1>413</h1></html>", .tooLarge),
    (422, #"{"detail":[{"loc":["body"],"msg":"field required"}]}"#, .badRequest),
    (429, #"{"error":{"message":"slow","code":"rate_limit_exceeded"}}"#, .rateLimit),
    (429, #"{"error":{"message":"slow","code":"429","type":null}}"#, .rateLimit),
    (
      429, #"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#,
      .quota
    ),
    (500, #"{"error":{"message":"boom","code":500}}"#, .server),
    (502, "<html><h1>502 Bad Gateway</h1></html>", .server),
    (
      503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#,
      .overloaded
    ),
    (504, "", .server),
    (307, "", .redirect),
    (
      400, #"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error"}}"#,
      .contextLength
    ),
    (
      400,
      #"{"object":"error","message":"This model's maximum context length is 9 tokens.","code":400}"#,
      .contextLength
    ),
    (
      400, #"{"error":{"message":"filtered","code":"content_filter","status":400}}"#,
      .filteredPrompt
    ),
    (
      400,
      #"{"object":"error","message":"As of transformers v4.44, default chat template is no longer allowed"}"#,
      .noChatTemplate
    ),
    (200, "", .malformed),
    (200, #"{"id":"x","choices":[{"message":{"content":"hal"#, .malformed),
    (200, "<!doctype html><title>Sign in</title>", .malformed),
    (200, #"{"choices":[]}"#, .malformed),
    (200, #"{"ok":true}"#, .malformed),
    (200, "[1]", .malformed),
    (200, #"{"error":{"message":"upstream","code":429}}"#, .rateLimit),
    (200, #"{"error":{"message":"upstream"}}"#, .server),
  ])
  func `a kind for each`(status: Int, body: String, kind: ProviderFailure.Kind) throws {
    #expect(try failure(status, body).kind == kind)
  }

  @Test(arguments: [
    (
      400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}"#,
      ProviderFailure.Kind.quota
    ),
    (
      400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}}"#,
      .contextLength
    ),
    (429, #"{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}"#, .rateLimit),
    (
      529,
      #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_5"}"#,
      .overloaded
    ),
  ])
  func `a kind for each of Anthropic's`(
    status: Int, body: String, kind: ProviderFailure.Kind
  ) throws {
    let failure = try failure(status, body, .anthropic)
    #expect(failure.kind == kind)
    #expect(failure.requestID == (status == 529 ? "req_5" : nil))
  }

  /// The caller drops the setting and asks again, so that the right one must be found.
  @Test(arguments: [
    (
      #"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens","code":"unsupported_parameter"}}"#,
      ChatParameter.maxTokens
    ),
    (
      #"{"error":{"message":"Unsupported value: 'temperature' does not support 0.7 with this model.","param":"temperature","code":"unsupported_value"}}"#,
      .temperature
    ),
    (
      #"{"error":{"message":"Unrecognized request argument supplied: seed","param":null,"code":null}}"#,
      .seed
    ),
    (
      #"{"error":{"message":"litellm.UnsupportedParamsError: x does not support parameters: ['top_p']","code":"400"}}"#,
      .topP
    ),
    (
      #"{"type":"error","error":{"type":"invalid_request_error","message":"`temperature` and `top_p` cannot both be specified for this model."}}"#,
      .temperature
    ),
  ])
  func `a refused setting is named`(body: String, parameter: ChatParameter) throws {
    let failure = try failure(400, body)
    #expect(failure.kind == .unsupportedParameter(parameter))
    #expect(!failure.isRetryable)
    #expect(!failure.stopsRun)
    #expect(Self.chat.dropping(parameter) != nil)
  }

  /// A mistake of the person's is not mended by leaving the setting out.
  @Test(arguments: [
    #"{"error":{"message":"temperature must be at most 2","param":"temperature","code":"invalid_value"}}"#,
    #"{"error":{"message":"this model does not support images","param":"messages","code":"unsupported_value"}}"#,
    #"{"error":{"message":"n is not supported here","param":null}}"#,
  ])
  func `other complaints are no refusal of a setting`(body: String) throws {
    #expect(try failure(400, body).kind == .badRequest)
  }

  @Test func `what is dropped, and what never is`() {
    let chat = Self.chat
    #expect(chat.dropping(.temperature)?.temperature == nil)
    #expect(chat.dropping(.maxTokens)?.maxTokensName == .maxCompletionTokens)
    #expect(chat.dropping(.maxTokens)?.maxTokens == 16)
    #expect(chat.dropping(.maxCompletionTokens) == nil)
    #expect(chat.dropping(.stop) == nil)
    var several = chat
    several.choices = 2
    #expect(several.dropping(.choices) == nil)
  }

  @Test func `what is tried again, and what stops a run`() throws {
    let kinds = [408, 409, 429, 500, 502, 503, 504, 529].map { try? failure($0, "") }
    #expect(kinds.allSatisfy { $0?.isRetryable == true && $0?.stopsRun == false })
    let final = [400, 401, 402, 403, 404, 413, 422].map { try? failure($0, "") }
    #expect(final.allSatisfy { $0?.isRetryable == false })
    #expect(final.map { $0?.stopsRun } == [false, true, true, true, true, false, false])
    #expect(try failure(500, "", headers: ["x-should-retry": "false"]).isRetryable == false)
    #expect(try failure(400, "", headers: ["x-should-retry": "true"]).isRetryable)
    #expect(try failure(402, "", headers: ["x-should-retry": "true"]).isRetryable == false)
  }

  @Test(
    arguments: [
      (["Retry-After": "2"], Duration.seconds(2)),
      (["retry-after": "0.5"], .milliseconds(500)),
      (["retry-after-ms": "1500", "retry-after": "9"], .milliseconds(1_500)),
      (["llm_provider-retry-after": "60"], .seconds(60)),
      (
        ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:50:00 GMT"],
        .seconds(23)
      ),
      (
        ["Date": "Tue, 29 Feb 2028 23:59:59 GMT", "Retry-After": "Wed, 01 Mar 2028 00:00:01 GMT"],
        .seconds(2)
      ),
      (
        ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:00:00 GMT"],
        .zero
      ),
      (["retry-after": "-1"], nil), (["retry-after": "soon"], nil), (["retry-after": ""], nil),
      (["retry-after": "1e99"], nil), ([:], nil),
    ] as [([String: String], Duration?)])
  func `how long it asks to wait`(fields: [String: String], wait: Duration?) throws {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.append(name, value) }
    #expect(try failure(429, "", headers: headers).retryAfter == wait)
  }

  @Test func `messages are one line of bounded length`() throws {
    let failure = try failure(
      400, #"{"error":{"message":"a\n\#(String(repeating: "b", count: 900))"}}"#)
    #expect(failure.message?.hasPrefix("a b") == true)
    #expect((failure.message?.count ?? 0) < 310)
    #expect(try self.failure(502, "<html>x</html>").message == "an HTML page instead of JSON")
  }
}
