/// How an SQLite store is opened.
package struct SQLiteOptions: Sendable {
  /// How long to wait for another process's write lock, in milliseconds.
  package var busyMilliseconds: Int32 = 10_000
  /// Bytes of a page of a new store.
  ///
  /// Larger pages waste less beside long texts: 0.531 of the
  /// JSONL instead of 0.599 was measured against the default of 4096.
  package var pageBytes = 16_384
  /// KiB of page cache for a session that writes.
  package var cacheKibibytes = 32_768
  /// KiB of page cache for a session that reads: what it goes through is in the system's cache too.
  package var readerCacheKibibytes = 4_096

  /// Bytes of the write-ahead log after which it is written back into the store.
  ///
  /// Imports touch
  /// the same index pages again and again; a longer log writes each of them back once.
  package var checkpointBytes = 128 << 20

  package init() {}

  /// Marks a store as ours in its file header: the letters SCOR.
  static let applicationID: Int32 = 0x5343_4F52
  /// How long to wait between attempts to set up a session, in milliseconds.
  static let retryMilliseconds: Int32 = 5
  /// The oldest engine that has what the schema uses (STRICT, RETURNING, drop column).
  static let minimumVersion: Int32 = 3_040_000
}
