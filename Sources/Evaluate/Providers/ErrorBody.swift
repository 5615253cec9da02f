internal import Ingest

/// The error in the body of a response, in any of the shapes in use.
///
/// `{"error": {"message", "type", "code", "param"}}` at OpenAI, Azure and Anthropic, where `code` may
/// be a text or a number; `{"error": "…"}` at Ollama; the same fields without `error` at vLLM;
/// `{"detail": …}` of FastAPI; or no JSON at all.
struct ErrorBody: Equatable {
  /// What went wrong, in one line of bounded length.
  var message: String?
  /// `type` and `code`, in small letters, as far as they are there.
  var words: [String] = []
  /// The number that `code` is, or spells.
  var code: Int?
  /// The setting that is to blame.
  var parameter: String?
  /// The name of the call.
  var requestID: String?

  /// An error of which nothing is said.
  init() {}

  /// The error in a document; nil where there is none.
  init?(_ document: JSONNode) {
    guard let error = Self.error(in: document) else { return nil }
    requestID = document["request_id"]?.string()
    if let text = error.string() {
      message = Self.line(text)
      return
    }
    let said = error["message"] ?? error["detail"] ?? error["msg"]
    message = (said?.string() ?? said?.rawJSON).map(Self.line)
    words = ["type", "code", "status"].compactMap { error[name: $0]?.string()?.lowercased() }
    code = error["code"].flatMap { $0.int64.map(Int.init) ?? $0.string().flatMap { Int($0) } }
    parameter = error["param"]?.string()
  }

  /// The error of a body that is no JSON.
  init(text: [UInt8], isHTML: Bool) {
    message =
      isHTML
      ? "an HTML page instead of JSON"
      : Self.line(String(decoding: text.prefix(2_000), as: UTF8.self))
    if message?.isEmpty == true { message = nil }
  }

  /// The status that `code` repeats, if it is one of failure.
  var statusInCode: Int? { code.flatMap { (400..<600).contains($0) ? $0 : nil } }

  // MARK: - Private

  private static func error(in document: JSONNode) -> JSONNode? {
    if let error = document["error"], !error.isNull { return error }
    if document["object"]?.string() == "error" || document["type"]?.string() == "error" {
      return document
    }
    if document["detail"] != nil { return document }
    return document["choices"] == nil && document["message"]?.kind == .string ? document : nil
  }

  /// A text in one line of bounded length.
  private static func line(_ text: String) -> String {
    let limit = 300
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count <= limit ? words : words.prefix(limit) + " …"
  }
}
