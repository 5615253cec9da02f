/// The seam between what is said to a model and how it travels.
public protocol HTTPTransport: Sendable {
  /// Sends a request once, and brings the response whatever its status.
  ///
  /// Nothing is tried again and no redirect is followed: the caller keeps account of each attempt.
  /// A task that is cancelled ends the request at once.
  ///
  /// - Throws: `TransportError`, where no whole response came.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
