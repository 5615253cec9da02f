/// Why a request has no response.
///
/// Facts only, the words are in `TransportError+Description.swift`. No key, no body and no query of
/// an address is in it.
public struct TransportError: Error, Hashable, Sendable {
  /// What failed.
  public enum Code: Hashable, Sendable {
    /// The address is none that can be asked.
    case badURL
    /// No address is known for the host.
    case resolve
    /// The host does not take the connection.
    case connect
    /// No trusted encryption: certificate, name, or protocol.
    case tls
    /// A proxy cannot be reached, or refuses.
    case proxy
    case timeout(Phase)
    /// The connection ended before the response did.
    case cut
    /// The response is longer than the transport takes.
    case tooLarge
    /// What came is no HTTP.
    case `protocol`
    /// The task was cancelled, or the transport closed.
    case cancelled
    case other
  }

  /// What was waited for too long.
  public enum Phase: String, Sendable {
    case connect
    /// The next byte of the reply.
    case idle
    /// The end of the reply.
    case total
  }

  /// What failed.
  public let code: Code
  /// Host and port.
  public let host: String
  /// What the library says.
  public let reason: String
  /// When the request was sent, in nanoseconds since 1970 UTC; nil if it certainly was not.
  public let sentAt: Int64?

  /// An error.
  public init(_ code: Code, host: String, reason: String, sentAt: Int64?) {
    self.code = code
    self.host = host
    self.reason = reason
    self.sentAt = sentAt
  }
}

extension TransportError {
  /// Whether the server may have got the request, and so may charge for it; true where in doubt.
  public var mayHaveBeenSent: Bool { sentAt != nil }

  /// The kind of failure as one word for a ledger: `connect`, `timeout_idle`, `cut` and so on.
  public var name: String {
    switch code {
    case .badURL: "bad_url"
    case .resolve: "resolve"
    case .connect: "connect"
    case .tls: "tls"
    case .proxy: "proxy"
    case .timeout(let phase): "timeout_\(phase.rawValue)"
    case .cut: "cut"
    case .tooLarge: "too_large"
    case .protocol: "protocol"
    case .cancelled: "cancelled"
    case .other: "other"
    }
  }
}
