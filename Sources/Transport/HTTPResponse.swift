/// What came back, whatever its status.
///
/// Times are nanoseconds since 1970 UTC.
public struct HTTPResponse: Hashable, Sendable {
  /// A version of the protocol.
  public enum Version: String, Sendable {
    case http10 = "1.0"
    case http11 = "1.1"
    case http2 = "2"
    case other
  }

  /// The status, 100 to 599.
  public var status: Int
  /// Its fields; of several replies to one request (100 Continue) the last one's.
  public var headers: HTTPHeaders
  /// The whole body.
  public var body: [UInt8]
  /// What the server spoke.
  public var version: Version
  /// When the request went out, its connection being there.
  public var sentAt: Int64
  /// When the first byte of the reply came.
  public var firstByteAt: Int64
  /// When the last byte of the reply came.
  public var finishedAt: Int64

  /// A response.
  public init(
    status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], version: Version = .http11,
    sentAt: Int64 = 0, firstByteAt: Int64 = 0, finishedAt: Int64 = 0
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.version = version
    self.sentAt = sentAt
    self.firstByteAt = firstByteAt
    self.finishedAt = finishedAt
  }
}
