/// One request on its way: gives curl the bytes to send, and keeps those that come.
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
  /// When a byte last went or came.
  var lastActivity = ContinuousClock.now
  /// The most bytes that may come.
  var maximumBytes = 0

  private var sentCount = 0
  private var head: [UInt8] = []
  private var body: [UInt8] = []
  private(set) var isTooLarge = false
  /// Whether the head came to its empty line; curl takes the end of the connection for one.
  private(set) var isHeadWhole = false

  init(_ request: HTTPRequest) {
    self.request = request
  }

  /// The next bytes of the body, as many as there is room for.
  func give(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = .now
    let count = min(buffer.count, request.body.count - sentCount)
    unsafe request.body[sentCount..<sentCount + count].withUnsafeBytes { bytes in
      unsafe buffer.copyMemory(from: bytes)
    }
    sentCount += count
    return count
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
    if unsafe bytes.starts(with: "HTTP/".utf8) {
      head.removeAll(keepingCapacity: true)
      isHeadWhole = false
    }
    if unsafe bytes.first == UInt8(ascii: "\r") || bytes.first == UInt8(ascii: "\n") {
      isHeadWhole = true
    }
    unsafe head.append(contentsOf: bytes)
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
      status: status, headers: fields(), body: body, version: version, sentAt: sentAt,
      firstByteAt: firstByteAt, finishedAt: finishedAt)
  }

  /// An error of this request.
  func error(_ code: TransportError.Code, _ reason: String, sentAt: Int64?) -> TransportError {
    TransportError(code, host: Self.host(of: request.url), reason: reason, sentAt: sentAt)
  }

  // MARK: - Private

  private func hasRoom(for count: Int) -> Bool {
    lastActivity = .now
    isTooLarge = head.count + body.count + count > maximumBytes
    return !isTooLarge
  }

  private func fields() -> HTTPHeaders {
    var headers = HTTPHeaders()
    for line in head.split(separator: UInt8(ascii: "\n")).dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      headers.append(Self.text(line[..<colon]), Self.text(line[(colon + 1)...]))
    }
    return headers
  }

  /// Bytes as text, without white space at the ends.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let isSpace = { (byte: UInt8) in byte <= 0x20 }
    let rest = bytes.drop(while: isSpace)
    let end = rest.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? rest.startIndex
    return String(decoding: rest[..<end], as: UTF8.self)
  }

  /// Host and port of an address, without a user and password.
  private static func host(of url: String) -> String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    return String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
  }
}
