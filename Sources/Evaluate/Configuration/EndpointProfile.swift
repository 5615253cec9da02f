/// Reads the description of an endpoint in a configuration file.
enum EndpointProfile {
  static let fields = [
    "url", "provider", "key_env", "headers", "deployments", "api_version", "allow_http", "label",
  ]

  /// - Throws: `ConfigurationError`, also where a key stands in the file.
  static func read(_ value: YAMLValue) throws(ConfigurationError) -> Endpoint {
    for (name, field) in try value.entries() where secretNames.contains(name) {
      throw field.error(.secret(name))
    }
    let fields = try value.fields(fields)
    let url = try fields["url"]?.text()
    let provider = try fields["provider"].map(provider)
    var endpoint: Endpoint
    do {
      endpoint = try Endpoint(url, provider: provider)
    } catch {
      throw (fields["url"] ?? value).error(.endpoint(error))
    }
    if let variable = fields["key_env"] { endpoint.keyVariable = try variableName(variable) }
    if let headers = fields["headers"] { endpoint.headers = try plainHeaders(headers) }
    if let deployments = fields["deployments"] { endpoint.deployments = try deployments.texts() }
    endpoint.apiVersion = try fields["api_version"]?.text()
    endpoint.allowsPlainHTTP = try fields["allow_http"]?.flag() ?? false
    endpoint.credentialLabel = try fields["label"]?.text()
    return endpoint
  }

  /// A provider by its name.
  static func provider(_ value: YAMLValue) throws(ConfigurationError) -> ProviderName {
    let text = try value.text()
    guard let name = ProviderName(rawValue: text) else {
      throw value.error(.notOneOf(text, ProviderName.allCases.map(\.rawValue)))
    }
    return name
  }

  /// The name of a variable of the environment; a key in its place does not look like one.
  static func variableName(_ value: YAMLValue) throws(ConfigurationError) -> String {
    let text = try value.text()
    let isName = text.utf8.allSatisfy {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
    }
    guard isName, !text.isEmpty else { throw value.error(.secret("key_env")) }
    return text
  }

  // MARK: - Private

  private static let secretNames = ["key", "api_key", "apikey", "token", "password"]
  private static let secretHeaders = ["authorization", "api-key", "x-api-key", "cookie"]

  private static func plainHeaders(
    _ value: YAMLValue
  ) throws(ConfigurationError) -> [String: String] {
    for (name, field) in try value.entries() where secretHeaders.contains(name.lowercased()) {
      throw field.error(.secret(name))
    }
    return try value.texts()
  }
}
