/// The seam between what is said to a model and how it travels.
public protocol HTTPTransport: Sendable {
  /// Where tasks run best that send much and do little between: they wake no other thread. nil:
  /// anywhere.
  ///
  /// Whoever runs there keeps all requests waiting meanwhile. Tasks that prefer it also run, elsewhere,
  /// when the transport is gone.
  var executor: (any TaskExecutor)? { get }

  /// Sends a request once, and brings the response whatever its status.
  ///
  /// Nothing is tried again and no redirect is followed: the caller keeps account of each attempt.
  /// A task that is cancelled ends the request at once.
  ///
  /// - Throws: `TransportError`, where no whole response came.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
