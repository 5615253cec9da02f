package import Storage

/// How a person names a store: a path, or a URL.
public struct StoreURL: Sendable, Equatable, CustomStringConvertible {
  package let databaseURL: DatabaseURL

  /// Reads `PATH` or `sqlite:PATH`.
  ///
  /// - Throws: `StoreURLError` for a scheme that is not known, or an empty path.
  public init(_ text: String) throws {
    if text.hasPrefix("postgres:") || text.hasPrefix("postgresql:") {
      throw StoreURLError.notYet(scheme: "postgres")
    }
    if let scheme = text.firstRange(of: "://"), !text.hasPrefix("sqlite:") {
      throw StoreURLError.unknown(scheme: String(text[..<scheme.lowerBound]))
    }
    let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : text
    guard !path.isEmpty else { throw StoreURLError.empty }
    databaseURL = .sqlite(path: path)
  }

  /// The path of the file.
  public var description: String { databaseURL.description }
}

/// Why a store's name cannot be used.
public enum StoreURLError: Error, Equatable, CustomStringConvertible {
  case empty
  case notYet(scheme: String)
  case unknown(scheme: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .empty: "the store has no path: give --store PATH"
    case .unknown(let scheme):
      "\(scheme): is no kind of store; give a path, or sqlite:PATH"
    case .notYet(let scheme):
      "\(scheme): stores are not supported by this version; give a path for an SQLite store"
    }
  }
}
