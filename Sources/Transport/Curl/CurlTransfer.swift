/// One request on its way, and the bytes that come for it.
// Safe to share: the continuation is set before the transfer is handed to the loop under its lock;
// everything else is touched by the loop's thread alone.
final class CurlTransfer: @unchecked Sendable {
  typealias Result = Swift.Result<HTTPResponse, TransportError>

  let request: HTTPRequest
  var continuation: CheckedContinuation<Result, Never>?

  /// Where curl works on it; nil before and after.
  var handle: CurlHandle?
  /// Whether the task gave it up before it began.
  var isCancelled = false
  /// When it was begun, in nanoseconds since 1970 UTC.
  var startedAt: Int64 = 0
  /// When it was sent, or a byte last came.
  var lastActivity = ContinuousClock.now
  /// The most bytes that may come.
  var maximumBytes = 0

  private var wasSent = false
  /// Whether it was sent, and its connection ended before anything came.
  private(set) var isLost = false
  private var headers = HTTPHeaders()
  private var headBytes = 0
  private var body: [UInt8] = []
  private(set) var isTooLarge = false
  /// Whether the head came to its empty line; curl takes the end of the connection for one.
  private(set) var isHeadWhole = false

  init(_ request: HTTPRequest) {
    self.request = request
  }

  /// Whether curl may send it: what is paid for the first time only.
  func mayBeSent() -> Bool {
    lastActivity = .now
    isLost = wasSent && request.method == .post
    wasSent = true
    return !isLost
  }

  /// Keeps bytes of the response's body.
  ///
  /// - Returns: how many were kept; fewer than there are stops the transfer.
  func take(body bytes: UnsafeRawBufferPointer) -> Int {
    guard hasRoom(for: bytes.count) else { return 0 }
    unsafe body.append(contentsOf: bytes)
    return bytes.count
  }

  /// Keeps a line of the response's head; a line of status begins a new one.
  func take(headLine bytes: UnsafeRawBufferPointer) -> Int {
    guard hasRoom(for: bytes.count) else { return 0 }
    headBytes += bytes.count
    if unsafe bytes.starts(with: "HTTP/".utf8) {
      headers = HTTPHeaders()
      isHeadWhole = false
    } else if let colon = unsafe bytes.firstIndex(of: UInt8(ascii: ":")) {
      unsafe headers.append(Self.text(bytes[..<colon]), Self.text(bytes[(colon + 1)...]))
    }
    if unsafe bytes.first == UInt8(ascii: "\r") || bytes.first == UInt8(ascii: "\n") {
      isHeadWhole = true
    }
    return bytes.count
  }

  /// Ends it: the task that waits goes on.
  ///
  /// Later calls do nothing.
  func finish(_ result: Result) {
    continuation?.resume(returning: result)
    continuation = nil
  }

  /// What came, as a whole response.
  func response(
    status: Int, version: HTTPResponse.Version, sentAt: Int64, firstByteAt: Int64,
    finishedAt: Int64
  ) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: headers, body: body, version: version, sentAt: sentAt,
      firstByteAt: firstByteAt, finishedAt: finishedAt)
  }

  /// An error of this request.
  func error(_ code: TransportError.Code, _ reason: String, sentAt: Int64?) -> TransportError {
    TransportError(code, host: Self.host(of: request.url), reason: reason, sentAt: sentAt)
  }

  // MARK: - Private

  private func hasRoom(for count: Int) -> Bool {
    lastActivity = .now
    isTooLarge = headBytes + body.count + count > maximumBytes
    return !isTooLarge
  }

  /// Bytes as text, without white space at the ends.
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isSpace = { (byte: UInt8) in byte <= 0x20 }
    let rest = unsafe bytes.drop(while: isSpace)
    let end = unsafe rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
    return unsafe String(decoding: UnsafeRawBufferPointer(rebasing: rest[..<end]), as: UTF8.self)
  }

  /// Host and port of an address, without a user and password.
  private static func host(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
  }
}
