internal import Crypto
package import Storage

/// The schema this program works with.
package enum Schema {
  /// The migrations in the order of their versions, from `migrations/NNNN_name.sql`.
  package static let migrations: [Migration] = EmbeddedSQL.migrations.enumerated().map {
    index, file in
    let digest = SHA256.hash(data: Array(file.text.utf8))
    return Migration(
      version: index + 1, name: file.name, sql: file.text,
      checksum: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
  }

  /// Applies them, and tells how a store stands.
  package static let migrator = Migrator(migrations: migrations, toolVersion: Version.current)
}

/// The version of this program.
public enum Version {
  /// Semantic version; stands in CHANGELOG.md too.
  public static let current = "0.1.0"
}
