/// One step of the schema, written once for all engines.
package struct Migration: Sendable, Hashable {
  /// Counts from 1 without gaps.
  package let version: Int
  package let name: String
  /// With words in braces; see `Dialect.expand`.
  package let sql: String
  /// Digest of `sql`, in hexadecimal.
  package let checksum: String

  package init(version: Int, name: String, sql: String, checksum: String) {
    self.version = version
    self.name = name
    self.sql = sql
    self.checksum = checksum
  }
}

/// How one migration stands in one store.
package struct MigrationStatus: Sendable, Hashable {
  package enum State: String, Sendable {
    case applied
    case pending
    /// Applied with another text than the program has.
    case changed
    /// Applied, and not known to the program: the store is newer.
    case unknown
  }

  package let version: Int
  package let name: String
  package let state: State
  /// Nanoseconds since 1970 UTC; nil while pending.
  package let appliedAt: Int64?
}

/// Why a store's schema cannot be used or brought up to date.
package enum MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
  case changed(version: Int, name: String)
  case newer(version: Int, name: String, known: Int)
  case pending(version: Int, name: String)

  package var description: String {
    switch self {
    case .changed(let version, let name):
      "migration \(version) (\(name)) was applied to this store with another text than this "
        + "program has; nothing was touched. Use the program that made the store"
    case .newer(let version, let name, let known):
      "the store is newer than this program: it has migration \(version) (\(name)), the program "
        + "knows \(known); nothing was touched. Update the program"
    case .pending(let version, let name):
      "the store is older than this program: migration \(version) (\(name)) is missing; "
        + "run `scorehouse migrate`"
    }
  }
}
