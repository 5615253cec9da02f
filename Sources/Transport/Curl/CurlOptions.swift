internal import Glibc

/// What holds for every request of a transport.
public struct CurlOptions: Hashable, Sendable {
  /// The longest response that is taken, its header included.
  public var maximumResponseBytes = 32 << 20
  /// The proxy's address; nil: as `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say.
  public var proxy: String?
  /// The file of the certificates that are trusted; nil: the system's.
  public var certificateFile: String?

  /// The environment's own certificates, if it names any, under the names that curl and OpenSSL use.
  public init() {
    certificateFile = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap(Self.variable).first
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}
