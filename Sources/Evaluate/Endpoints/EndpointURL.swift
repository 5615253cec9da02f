/// The address of an endpoint: scheme, host, port and the beginning of a path.
public struct EndpointURL: Hashable, Sendable {
  /// The address without a slash at its end.
  public let text: String
  /// The host in small letters, without brackets.
  public let host: String
  /// The port, if it is stated.
  public let port: Int?
  /// Whether what travels is encrypted.
  public let isEncrypted: Bool

  /// Reads an address.
  ///
  /// - Throws: `EndpointError`, for what is no http address, and for one with a password in it.
  public init(_ text: String) throws(EndpointError) {
    guard let separator = text.firstRange(of: "://") else { throw .badURL(text) }
    let scheme = text[..<separator.lowerBound].lowercased()
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else {
      throw .password(host: String(authority.drop { $0 != "@" }.dropFirst()))
    }
    guard scheme == "http" || scheme == "https", let place = Self.place(authority),
      !rest.contains(where: { "?#".contains($0) || $0.isWhitespace })
    else { throw .badURL(text) }
    let end = text.lastIndex { $0 != "/" } ?? text.startIndex
    self.text = String(text[...end])
    host = place.host
    port = place.port
    isEncrypted = scheme == "https"
  }

  /// Whether it is on this machine.
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || host.hasSuffix(".localhost")
      || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
        && host.allSatisfy { $0.isNumber || $0 == "." })
  }

  /// Host and port, as the ledger names where a call went.
  public var place: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(name):\($0)" } ?? name
  }

  /// The address without a path.
  public var origin: String { "\(isEncrypted ? "https" : "http")://\(place)" }

  /// Takes `host`, `host:port`, `[v6]` and `[v6]:port` apart.
  private static func place(_ authority: Substring) -> (host: String, port: Int?)? {
    let isBracketed = authority.hasPrefix("[")
    let host =
      isBracketed
      ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let rest = authority.dropFirst(host.count + (isBracketed ? 2 : 0))
    guard !host.isEmpty, !isBracketed || authority.contains("]") else { return nil }
    if rest.isEmpty { return (host.lowercased(), nil) }
    guard rest.first == ":", let port = UInt16(rest.dropFirst()) else { return nil }
    return (host.lowercased(), Int(port))
  }
}
