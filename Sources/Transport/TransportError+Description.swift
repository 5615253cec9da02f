extension TransportError: CustomStringConvertible {
  /// One line: where, what failed, why, and what to do where that is known.
  public var description: String { "\(host): \(words)" }

  private var words: String {
    switch code {
    case .badURL:
      "this is no address that can be asked: \(reason); give one that starts with https:// or http://"
    case .resolve:
      "the host is not known: \(reason); check its spelling and the network"
    case .connect:
      "nothing takes the connection: \(reason); check that the server runs, and its port"
    case .tls:
      "the connection cannot be trusted: \(reason); for a certificate of your own name its file in "
        + "SSL_CERT_FILE"
    case .proxy:
      "the proxy does not let it through: \(reason); see https_proxy and no_proxy"
    case .timeout(.connect):
      "no connection within the time: \(reason)"
    case .timeout(.idle):
      "the server has sent nothing for too long: \(reason)"
    case .timeout(.total):
      "the reply took longer than allowed: \(reason)"
    case .cut:
      "the connection ended before the reply did: \(reason)"
    case .tooLarge:
      "the reply is too long: \(reason)"
    case .protocol:
      "what came is no HTTP: \(reason); check the port, and http against https"
    case .cancelled:
      "the request was stopped"
    case .other:
      "the request failed: \(reason)"
    }
  }
}
