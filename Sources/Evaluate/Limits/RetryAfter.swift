internal import Transport
internal import Warehouse

/// How long a response asks to wait.
enum RetryAfter {
  /// The wait in its headers: milliseconds before seconds, a gateway's own before what it passes
  /// on; a date counts from the response's own date.
  ///
  /// Nil where there is none, or none that makes sense.
  static func of(_ response: HTTPResponse) -> Duration? {
    let headers = response.headers
    if let text = headers["retry-after-ms"], let milliseconds = Double(text), milliseconds >= 0 {
      return .milliseconds(Int64(milliseconds.rounded(.up)))
    }
    return [headers["retry-after"], headers["llm_provider-retry-after"]].lazy.compactMap { $0 }
      .compactMap { seconds($0, now: headers["date"]) }.first
  }

  private static func seconds(_ text: String, now: String?) -> Duration? {
    if let seconds = Double(text), (0...86_400).contains(seconds) {
      return .milliseconds(Int64((seconds * 1_000).rounded(.up)))
    }
    guard let then = HTTPDate.timestamp(text), let now = now.flatMap(HTTPDate.timestamp)
    else { return nil }
    return .nanoseconds(max(0, then.nanoseconds - now.nanoseconds))
  }
}
