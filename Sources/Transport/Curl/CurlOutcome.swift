internal import CCurl

/// Reads off a handle what became of its transfer.
enum CurlOutcome {
  /// The response, or the error that curl's code stands for.
  static func of(
    _ transfer: CurlTransfer, _ handle: CurlHandle, result: CURLcode
  ) -> CurlTransfer.Result {
    let sentAt = sentAt(transfer, handle)
    guard result == CURLE_OK else {
      let code = code(of: result, transfer, handle, wasSent: sentAt != nil)
      return .failure(
        transfer.error(code, reason(result, transfer, handle), sentAt: sentAt))
    }
    guard transfer.isHeadWhole else {
      return .failure(transfer.error(.cut, "the head of the reply has no end", sentAt: sentAt))
    }
    let firstByte = handle.nanoseconds(to: CURLINFO_STARTTRANSFER_TIME_T) ?? 0
    return .success(
      transfer.response(
        status: handle.number(CURLINFO_RESPONSE_CODE), version: version(handle),
        sentAt: sentAt ?? transfer.startedAt, firstByteAt: transfer.startedAt + firstByte,
        finishedAt: WallClock.now()))
  }

  /// When the request went out; nil if it certainly did not, since there was no connection yet.
  static func sentAt(_ transfer: CurlTransfer, _ handle: CurlHandle) -> Int64? {
    handle.nanoseconds(to: CURLINFO_PRETRANSFER_TIME_T).map { transfer.startedAt + $0 }
  }

  // MARK: - Private

  private static func version(_ handle: CurlHandle) -> HTTPResponse.Version {
    switch handle.number(CURLINFO_HTTP_VERSION) {
    case Int(CURL_HTTP_VERSION_1_0): .http10
    case Int(CURL_HTTP_VERSION_1_1): .http11
    case Int(CURL_HTTP_VERSION_2_0): .http2
    default: .other
    }
  }

  private static func reason(
    _ result: CURLcode, _ transfer: CurlTransfer, _ handle: CurlHandle
  ) -> String {
    if transfer.isTooLarge { return "over \(transfer.maximumBytes) bytes" }
    return transfer.isLost ? "the connection ended before a reply came" : handle.reason(result)
  }

  private static func code(
    of result: CURLcode, _ transfer: CurlTransfer, _ handle: CurlHandle, wasSent: Bool
  ) -> TransportError.Code {
    switch result {
    case _ where transfer.isTooLarge: .tooLarge
    case _ where transfer.isLost: .cut
    case CURLE_OPERATION_TIMEDOUT: .timeout(wasSent ? .total : .connect)
    // The answer of a proxy to CONNECT comes before anything is sent to the host.
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
    case _ where !wasSent && handle.number(CURLINFO_HTTP_CONNECTCODE) >= 300: .proxy
    case CURLE_COULDNT_RESOLVE_HOST: .resolve
    case CURLE_COULDNT_CONNECT: .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED:
      .tls
    case CURLE_URL_MALFORMAT: .badURL
    // Also what curl says of a reply that has no head.
    case CURLE_UNSUPPORTED_PROTOCOL: wasSent ? .protocol : .badURL
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .protocol
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
      CURLE_HTTP2_STREAM:
      .cut
    default: .other
    }
  }
}
