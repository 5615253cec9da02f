package import Storage

/// How a person names a store: a path, or a URL.
public struct StoreURL: Sendable, Equatable, CustomStringConvertible {
  package let databaseURL: DatabaseURL

  /// Reads `PATH`, `sqlite:PATH` or `postgres://…`.
  ///
  /// - Throws: `StoreURLError` for a scheme that is not known, or an empty path.
  public init(_ text: String) throws {
    if PostgresURL.isMeant(text) {
      databaseURL = .postgres(try Self.postgres(text))
      return
    }
    if let scheme = text.firstRange(of: "://"), !text.hasPrefix("sqlite:") {
      throw StoreURLError.unknown(scheme: String(text[..<scheme.lowerBound]))
    }
    let path = text.hasPrefix("sqlite:") ? String(text.dropFirst("sqlite:".count)) : text
    guard !path.isEmpty else { throw StoreURLError.empty }
    databaseURL = .sqlite(path: path)
  }

  /// The path of the file, or the URL; it holds no secret.
  public var description: String { databaseURL.description }

  private static func postgres(_ text: String) throws -> PostgresURL {
    do {
      return try PostgresURL(text)
    } catch .password {
      throw StoreURLError.password
    } catch .schema(let name) {
      throw StoreURLError.schema(name)
    } catch .invalid(let message) {
      throw StoreURLError.invalid(message)
    } catch .noLibrary(let message) {
      throw StoreURLError.noLibrary(message)
    }
  }
}

/// Why a store's name cannot be used.
public enum StoreURLError: Error, Equatable, CustomStringConvertible {
  case empty
  case unknown(scheme: String)
  case password
  case schema(String)
  case invalid(String)
  case noLibrary(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .empty: "the store has no path: give --store PATH"
    case .unknown(let scheme):
      "\(scheme): is no kind of store; give a path, sqlite:PATH or postgres://HOST/DATABASE"
    case .password:
      "a store's URL holds no password, for everybody on the machine can read it there; leave it "
        + "out and set PGPASSWORD, or use a password file (PGPASSFILE) or a service (PGSERVICE)"
    case .schema(let name):
      "?schema=\(name): give one schema, of small letters, digits and _"
    case .invalid(let message):
      "the store's URL cannot be read: \(message.split(whereSeparator: \.isNewline).joined(separator: "; "))"
    case .noLibrary(let message):
      "a store on PostgreSQL needs libpq, which cannot be loaded (\(message)); install libpq5"
    }
  }
}
