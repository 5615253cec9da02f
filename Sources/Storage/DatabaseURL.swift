/// Where a store is.
package enum DatabaseURL: Sendable, Equatable, CustomStringConvertible {
  case sqlite(path: String)

  /// What a person would call it.
  package var description: String {
    switch self {
    case .sqlite(let path): path
    }
  }
}

/// Whether a store may be made, written or only read.
package enum Access: Sendable {
  case readOnly
  case readWrite
  case create
}
