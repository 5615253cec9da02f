internal import CCurl

/// One easy handle of curl, which carries one request at a time and is used again.
@safe final class CurlHandle {
  let pointer: UnsafeMutableRawPointer
  private var fields: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutableBufferPointer<CChar>
  private static let uploadBytes = 16_384

  /// What tells it from the others.
  var id: Int { unsafe Int(bitPattern: pointer) }

  /// Makes one, and sets what every request has in common.
  ///
  /// - Throws: `CurlSetupFailure`.
  init(_ options: CurlOptions) throws(CurlSetupFailure) {
    guard let pointer = unsafe curl_easy_init() else { throw CurlSetupFailure() }
    unsafe self.pointer = unsafe pointer
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0)
    unsafe set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText.baseAddress))
    // No signals for time-outs, since there are other threads; no wait for a resolver's thread.
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // A prompt is some KiB; curl's own 64 KiB for each of hundreds of calls would be many MiB.
    set(CURLOPT_UPLOAD_BUFFERSIZE, Self.uploadBytes)
    if let proxy = options.proxy { set(CURLOPT_PROXY, proxy) }
    if let file = options.certificateFile { set(CURLOPT_CAINFO, file) }
    guard unsafe scorehouse_curl_set_sending(pointer, mayBeSent) == CURLE_OK else {
      throw CurlSetupFailure()
    }
    unsafe scorehouse_curl_set_callback(pointer, CURLOPT_WRITEFUNCTION, takeBody)
    unsafe scorehouse_curl_set_callback(pointer, CURLOPT_HEADERFUNCTION, takeHead)
  }

  deinit {
    unsafe curl_easy_cleanup(pointer)
    unsafe curl_slist_free_all(fields)
    unsafe errorText.deallocate()
  }

  /// Takes a request up.
  ///
  /// The transfer must live until `release`.
  ///
  /// - Throws: `CurlSetupFailure`.
  func prepare(_ transfer: CurlTransfer) throws(CurlSetupFailure) {
    let request = transfer.request
    unsafe errorText[0] = 0
    set(CURLOPT_URL, request.url)
    setVersion(isEncrypted: request.url.prefix(6).lowercased() == "https:")
    set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect.milliseconds)
    set(CURLOPT_TIMEOUT_MS, request.timeouts.total.milliseconds)
    switch request.method {
    case .get:
      set(CURLOPT_HTTPGET, 1)
    case .post:
      // At hand as a whole, it goes out in one piece with the head, unless it is over 64 KiB.
      let result = unsafe request.body.withUnsafeBytes { bytes in
        unsafe scorehouse_curl_set_body(pointer, bytes.baseAddress, bytes.count)
      }
      guard result == CURLE_OK else { throw CurlSetupFailure() }
    }
    setFields(request.headers)
    let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
    for option in [CURLOPT_PREREQDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA] {
      unsafe set(option, context)
    }
  }

  /// A number that curl knows of the transfer.
  func number(_ info: CURLINFO) -> Int { unsafe scorehouse_curl_number(pointer, info) }

  /// Nanoseconds from the beginning of the transfer to a step of it; nil if it was not reached.
  func nanoseconds(to step: CURLINFO) -> Int64? {
    let microseconds = unsafe scorehouse_curl_time(pointer, step)
    return microseconds > 0 ? Int64(microseconds) * 1_000 : nil
  }

  /// What curl says went wrong.
  func reason(_ result: CURLcode) -> String {
    let detail = unsafe errorText.baseAddress.map { unsafe String(cString: $0) } ?? ""
    return unsafe detail.isEmpty ? String(cString: curl_easy_strerror(result)) : detail
  }

  // MARK: - Private

  /// HTTP/2 is agreed upon while TLS is set up, so that many requests to a new host can wait for
  /// its first connection, to share it.
  ///
  /// Without TLS they would wait for the first reply.
  private func setVersion(isEncrypted: Bool) {
    let version = isEncrypted ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1
    set(CURLOPT_HTTP_VERSION, Int(version))
    set(CURLOPT_PIPEWAIT, isEncrypted ? 1 : 0)
  }

  private func setFields(_ headers: HTTPHeaders) {
    // Without an empty Expect, curl asks before it sends a long body, and waits a second.
    var list = unsafe curl_slist_append(nil, "Expect:")
    for field in headers.fields {
      unsafe list = curl_slist_append(list, "\(field.name): \(field.value)")
    }
    unsafe set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(list))
    unsafe curl_slist_free_all(fields)
    unsafe fields = list
  }

  private func set(_ option: CURLoption, _ value: Int) {
    unsafe scorehouse_curl_set_number(pointer, option, value)
  }

  private func set(_ option: CURLoption, _ value: String) {
    unsafe scorehouse_curl_set_text(pointer, option, value)
  }

  private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
    unsafe scorehouse_curl_set_pointer(pointer, option, value)
  }
}

@available(*, unavailable)
extension CurlHandle: Sendable {}

/// libcurl gave no handle: no memory, or it is too old to ask before it sends.
struct CurlSetupFailure: Error {}

// When a connection that was used before ends without a reply, curl sends a request a second time by
// itself. The server may have done the work, and nobody would know that it was asked twice.
private let mayBeSent: scorehouse_curl_sending = { context, _, _, _, _ in
  guard let transfer = unsafe transfer(context), transfer.mayBeSent() else {
    return CURL_PREREQFUNC_ABORT
  }
  return CURL_PREREQFUNC_OK
}

private let takeBody: scorehouse_curl_callback = { bytes, size, count, context in
  guard let transfer = unsafe transfer(context) else { return 0 }
  return unsafe transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private let takeHead: scorehouse_curl_callback = { bytes, size, count, context in
  guard let transfer = unsafe transfer(context) else { return 0 }
  return unsafe transfer.take(headLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
  guard let context = unsafe context else { return nil }
  return unsafe Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
}

extension Duration {
  /// Whole milliseconds, at least one: curl reads 0 as no limit.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}
