/// Sends requests through libcurl: HTTP/1.1 and 2, connections used again, hundreds in flight from
/// one thread that sleeps while nothing happens.
///
/// Proxies are those of the environment, as curl takes them. Certificates are checked.
public final class CurlTransport: HTTPTransport {
  private let loop: CurlLoop

  /// Starts the thread.
  ///
  /// - Throws: `TransportError`, where libcurl cannot be set up.
  public init(_ options: CurlOptions = CurlOptions()) throws(TransportError) {
    loop = try CurlLoop(options)
    try loop.start()
  }

  deinit {
    loop.stop()
  }

  /// The thread that drives the transfers.
  public var executor: (any TaskExecutor)? { loop }

  /// Sends a request once.
  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let transfer = CurlTransfer(request)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        transfer.continuation = continuation
        loop.add(transfer)
      }
    } onCancel: {
      loop.cancel(transfer)
    }
    return try result.get()
  }
}
