/// Why an endpoint cannot be used.
public enum EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
  case badURL(String)
  case password(host: String)
  case noURL(ProviderName)
  case badVariable
  case noKey(variable: String, host: String)
  case plainKey(host: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .badURL(let text):
      "\(text): this is no endpoint; give what stands before /chat/completions, as "
        + "https://api.openai.com/v1 or http://127.0.0.1:8000/v1"
    case .password(let host):
      "\(host): an address with a password in it is not taken, since arguments can be read by others; "
        + "put the key into a variable and name that with --api-key-env"
    case .badVariable:
      "--api-key-env takes the name of a variable, such as OPENAI_API_KEY; what was given is none, and is "
        + "not repeated here, as it may be the key itself"
    case .noURL(let provider):
      "\(provider.rawValue) has an address for each customer; give yours with --endpoint"
    case .noKey(let variable, let host):
      "\(host): there is no key: the variable \(variable) is not set; set it, or name another with "
        + "--api-key-env"
    case .plainKey(let host):
      "\(host): a key would travel unencrypted over http; use https, or say --allow-http if the "
        + "network is yours"
    }
  }
}
