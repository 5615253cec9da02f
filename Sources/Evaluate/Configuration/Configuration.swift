internal import Glibc
public import Ingest

/// What `scorehouse.yaml` says: the store, the endpoints and the launchers by name.
///
/// The file of the current folder goes before the user's own, name by name.
public struct Configuration: Sendable {
  /// Where the store is.
  public var store: String?
  /// The files that were read, the first one first.
  public private(set) var files: [String] = []
  private var endpoints: [String: Endpoint] = [:]
  private var launchers: [String: LauncherTemplate] = [:]
  private var invoices: [String: InvoiceMapping] = [:]

  /// Nothing is said.
  public init() {}

  /// Reads `scorehouse.yaml` of the current folder, and the user's `scorehouse/scorehouse.yaml` below
  /// `XDG_CONFIG_HOME` or `~/.config`; either may be missing.
  ///
  /// - Throws: `ConfigurationError`.
  public static func load() throws(ConfigurationError) -> Configuration {
    try load(["scorehouse.yaml"] + (userFile.map { [$0] } ?? []))
  }

  /// Reads files that may be missing; what an earlier one says goes before what a later one does.
  public static func load(_ paths: [String]) throws(ConfigurationError) -> Configuration {
    var configuration = Configuration()
    for path in paths {
      guard let text = try TextFile.contents(path) else { continue }
      configuration.files.append(path)
      if let document = try YAMLValue.read(text, file: path) { try configuration.add(document) }
    }
    return configuration
  }

  /// The endpoint that an argument means: an address, or the name of a profile.
  ///
  /// - Parameters:
  ///   - text: nil: the provider's own address.
  ///   - provider: the language; nil: the profile's, or told from the address.
  /// - Throws: `EndpointError` or `ConfigurationError`.
  public func endpoint(_ text: String?, provider: ProviderName? = nil) throws -> Endpoint {
    guard let text, !text.contains("://") else { return try Endpoint(text, provider: provider) }
    guard let endpoint = endpoints[text] else {
      // An address that lacks its http://, and no name.
      if text.contains(where: { $0 == ":" || $0 == "/" }) { throw EndpointError.badURL(text) }
      throw missing("endpoint", text, endpoints.keys.sorted())
    }
    return endpoint
  }

  /// A launcher of the files, or a built-in one.
  ///
  /// - Throws: `ConfigurationError`, where there is none of that name.
  public func launcher(_ name: String) throws(ConfigurationError) -> LauncherTemplate {
    let all = LauncherTemplate.builtIn.merging(launchers) { $1 }
    guard let launcher = all[name] else { throw missing("launcher", name, all.keys.sorted()) }
    return launcher
  }

  /// Which columns of an invoice hold what.
  ///
  /// - Throws: `ConfigurationError`, where there is no mapping of that name.
  public func invoice(_ name: String) throws(ConfigurationError) -> InvoiceMapping {
    guard let mapping = invoices[name] else {
      throw missing("invoice", name, invoices.keys.sorted())
    }
    return mapping
  }

  // MARK: - Private

  private static var userFile: String? {
    let variable = { (name: String) -> String? in
      guard let text = unsafe getenv(name).map({ unsafe String(cString: $0) }) else { return nil }
      return text.isEmpty ? nil : text
    }
    let folder = variable("XDG_CONFIG_HOME") ?? variable("HOME").map { $0 + "/.config" }
    return folder.map { $0 + "/scorehouse/scorehouse.yaml" }
  }

  private func missing(_ kind: String, _ name: String, _ known: [String]) -> ConfigurationError {
    let file = files.first ?? "scorehouse.yaml"
    return ConfigurationError(
      file: file, line: nil, .noProfile(kind: kind, name: name, known: known))
  }

  private mutating func add(_ document: YAMLValue) throws(ConfigurationError) {
    let fields = try document.fields(["store", "endpoints", "launchers", "invoices"])
    if store == nil { store = try fields["store"]?.text() }
    for (name, value) in try fields["endpoints"]?.entries() ?? [] where endpoints[name] == nil {
      endpoints[name] = try EndpointProfile.read(value)
    }
    for (name, value) in try fields["launchers"]?.entries() ?? [] where launchers[name] == nil {
      launchers[name] = try LauncherTemplate(value)
    }
    for (name, value) in try fields["invoices"]?.entries() ?? [] where invoices[name] == nil {
      invoices[name] = try InvoiceMapping(value)
    }
  }
}
