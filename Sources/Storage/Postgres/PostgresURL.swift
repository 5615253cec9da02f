internal import CPostgres

/// Where a PostgreSQL store is: a database as libpq names it, and a schema in it.
///
/// Host, user and all else that is left out come from where libpq looks for it: `PG*` variables, a
/// service file, a password file.
///
/// Source: https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
package struct PostgresURL: Sendable, Equatable, CustomStringConvertible {
  /// As a person wrote it; it holds no secret.
  package let description: String
  /// A word of small letters, digits and underscores.
  package let schema: String
  /// For libpq: `key='value'`, without the schema.
  let connectionText: String

  /// The schema where none is named, apart from what others keep in `public`.
  package static let defaultSchema = "scorehouse"

  /// Whether a text means to be such a URL.
  package static func isMeant(_ text: String) -> Bool {
    text.hasPrefix("postgres:") || text.hasPrefix("postgresql:")
  }

  /// Reads `postgres://[USER@][HOST][:PORT][/DATABASE][?schema=NAME&…]`.
  package init(_ text: String) throws(PostgresURLError) {
    // First of all, so that no message can repeat it.
    guard !Self.holdsPassword(text) else { throw .password }
    let parts = text.split(separator: "?", maxSplits: 1)
    let parameters = parts.count == 2 ? parts[1].split(separator: "&") : []
    let named = parameters.filter { $0.hasPrefix("schema=") }.map { $0.dropFirst(7) }
    schema = named.last.map(String.init) ?? Self.defaultSchema
    guard named.count <= 1, Self.isPlain(schema) else { throw .schema(schema) }
    let rest = parameters.filter { !$0.hasPrefix("schema=") }.joined(separator: "&")
    description = text
    connectionText = try Self.options(of: parts[0] + (rest.isEmpty ? "" : "?" + rest))
  }

  // MARK: - Private

  private static func holdsPassword(_ text: String) -> Bool {
    let scheme = text.firstRange(of: "://")
    let body = scheme.map { text[$0.upperBound...] } ?? text[...]
    // A password may hold any character, so whatever stands before the last `@` is looked at.
    let user = body.lastIndex(of: "@").map { body[..<$0] } ?? ""
    return user.contains(":") || text.lowercased().contains("password=")
  }

  private static func isPlain(_ name: String) -> Bool {
    let isWord = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
    }
    return isWord && (1...63).contains(name.utf8.count) && !name.hasPrefix("pg_")
      && !(0x30...0x39).contains(name.utf8.first ?? 0x30)
  }

  /// What libpq reads in a URL, written so that more can be added.
  private static func options(of url: String) throws(PostgresURLError) -> String {
    if let problem = unsafe scorehouse_postgres_problem() {
      throw .noLibrary(unsafe String(cString: problem))
    }
    var message: UnsafeMutablePointer<CChar>?
    guard let options = unsafe PQconninfoParse(url, &message) else {
      defer { unsafe PQfreemem(message) }
      throw .invalid(unsafe message.map { unsafe String(cString: $0) } ?? "out of memory")
    }
    defer { unsafe PQconninfoFree(options) }
    var texts: [String] = []
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        let escaped = unsafe String(cString: value).replacing("\\", with: "\\\\")
          .replacing("'", with: "\\'")
        texts.append(unsafe "\(String(cString: keyword))='\(escaped)'")
      }
      unsafe option += 1
    }
    return texts.joined(separator: " ")
  }
}

/// Why a URL names no PostgreSQL store.
package enum PostgresURLError: Error, Equatable {
  case password
  case schema(String)
  /// With libpq's words.
  case invalid(String)
  /// libpq is not there, with the loader's words.
  case noLibrary(String)
}
