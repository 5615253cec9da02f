/// One request, as a provider makes it.
public struct HTTPRequest: Hashable, Sendable {
  /// What is asked for.
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  /// What is asked for.
  public var method: Method
  /// An absolute address, http or https.
  public var url: String
  /// Fields beside those that the transport writes itself: Host, Content-Length, User-Agent.
  public var headers: HTTPHeaders
  /// Sent with a POST only.
  public var body: [UInt8]
  /// How long to wait for what.
  public var timeouts: HTTPTimeouts

  /// A request.
  public init(
    _ method: Method, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    timeouts: HTTPTimeouts = HTTPTimeouts()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  /// Method and address without its query: the rest may hold keys and texts.
  public var description: String { "\(method.rawValue) \(url.prefix { $0 != "?" })" }

  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How long a request may take; whichever time is over first ends it.
public struct HTTPTimeouts: Hashable, Sendable {
  /// Finding the host, connecting, and TLS.
  public var connect: Duration
  /// Without a byte of the reply, from the moment of sending: a model that thinks sends none.
  public var idle: Duration
  /// From beginning to end.
  public var total: Duration

  /// Times that suit a model that answers at length.
  public init(
    connect: Duration = .seconds(20), idle: Duration = .seconds(300),
    total: Duration = .seconds(900)
  ) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}
