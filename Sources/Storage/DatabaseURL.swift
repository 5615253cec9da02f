/// Where a store is.
package enum DatabaseURL: Sendable, Equatable, CustomStringConvertible {
  case sqlite(path: String)
  case postgres(PostgresURL)

  /// What a person would call it.
  package var description: String {
    switch self {
    case .sqlite(let path): path
    case .postgres(let url): url.description
    }
  }
}

/// Whether a store may be made, written or only read.
package enum Access: Sendable {
  case readOnly
  case readWrite
  case create
}
