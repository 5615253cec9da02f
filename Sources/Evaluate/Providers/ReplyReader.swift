internal import Ingest
internal import Transport
internal import Warehouse

/// Reads a response of any provider: the parts that they have in common, and who failed at what.
struct ReplyReader {
  let chat: ChatRequest
  let response: HTTPResponse

  init(_ chat: ChatRequest, _ response: HTTPResponse) {
    self.chat = chat
    self.response = response
  }

  /// The reply, with what the headers say of it.
  ///
  /// - Parameter completion: reads the document of a success; nil where it holds no answer.
  func reply(_ completion: (JSONNode) -> Completion?) -> ProviderReply {
    let result = read { document in completion(document).map { described($0, document) } }
    return switch result {
    case .success(let completion): .completion(completion)
    case .failure(let failure): .failure(failure)
    }
  }

  /// What the document of a success holds, or why there is none.
  ///
  /// - Parameter body: reads the document; nil where it does not hold what was asked for.
  func read<Value>(_ body: (JSONNode) -> Value?) -> Result<Value, ProviderFailure> {
    do {
      var parser = try JSONParser()
      return try parser.withDocument(copying: response.body) { document in
        let error = ErrorBody(document)
        guard isSuccess, error == nil else { return .failure(failure(error ?? ErrorBody())) }
        guard let value = body(document) else {
          return .failure(malformed("what was asked for is not in it"))
        }
        return .success(value)
      }
    } catch {
      guard !isSuccess else { return .failure(malformed(unreadable(error))) }
      return .failure(failure(ErrorBody(text: response.body, isHTML: isHTML)))
    }
  }

  // MARK: - Private

  private var isSuccess: Bool { (200..<300).contains(response.status) }

  private var isHTML: Bool {
    response.headers["Content-Type"]?.lowercased().contains("html") == true
      || response.body.drop { $0 <= 0x20 }.first == UInt8(ascii: "<")
  }

  private func unreadable(_ error: any Error) -> String {
    if isHTML { return "it is an HTML page; the endpoint is what stands before /chat/completions" }
    return "its text \(error)"
  }

  private func malformed(_ message: String) -> ProviderFailure {
    ProviderFailure(
      .malformed, status: response.status, message: message, requestID: requestID(nil))
  }

  private func failure(_ body: ErrorBody) -> ProviderFailure {
    // A gateway may report the failure of another server in a reply of its own that succeeds.
    let status = isSuccess ? body.statusInCode ?? 500 : response.status
    return ProviderFailure(
      FailureRules.kind(status: status, body, chat), status: response.status,
      message: body.message, retryAfter: RetryAfter.of(response), requestID: requestID(body),
      shouldRetry: response.headers["x-should-retry"].flatMap(Bool.init))
  }

  private func described(_ completion: Completion, _ document: JSONNode) -> Completion {
    var completion = completion
    completion.requestID = requestID(nil) ?? document["id"]?.string()
    completion.usageJSON = document["usage"].flatMap { $0.isNull ? nil : $0.rawJSON }
    completion.reportedNanoUSD =
      (response.headers["x-litellm-response-cost"] ?? document["usage"]?["cost"]?.numberToken)
      .flatMap(NanoUSD.init(dollars:))?.amount
    return completion
  }

  private func requestID(_ body: ErrorBody?) -> String? {
    ["x-request-id", "request-id", "apim-request-id", "x-litellm-call-id"].lazy
      .compactMap { response.headers[$0] }.first ?? body?.requestID
  }
}
