extension Endpoint {
  /// The key, from the environment; nil where none is needed.
  ///
  /// - Throws: `EndpointError`, where it is missing, or would travel so without being allowed to.
  public func key() throws(EndpointError) -> Secret? {
    guard let keyVariable else { return nil }
    guard let key = Secret(variable: keyVariable) else {
      throw .noKey(variable: keyVariable, host: url.place)
    }
    guard url.isEncrypted || url.isLoopback || allowsPlainHTTP else {
      throw .plainKey(host: url.place)
    }
    return key
  }
}
