package import Storage

/// Sources that the store has already.
package enum KnownSource {
  /// The id of the source with a key; nil where the store does not have it.
  static func id(_ connection: Connection, of key: Key) throws -> Int64? {
    try connection.first(
      "SELECT id FROM sources WHERE source_key = $1", [.bytes(key.bytes)]
    ) { try $0.integer(0) }
  }

  /// Notes the path of a source that was imported before; nil when it was not.
  ///
  /// - Returns: what an import of it would count: every record is there already.
  static func recount(
    _ connection: Connection, _ source: SourceDescription, _ content: SourceContent,
    now: () -> Int64
  ) throws -> WriteCounts? {
    guard let id = try id(connection, of: source.key(of: content)) else { return nil }
    try notePath(connection, id, source.path, now: now())
    return try counts(connection, id)
  }

  /// Notes where a source was found.
  static func notePath(
    _ connection: Connection, _ sourceID: Int64, _ path: String, now: Int64
  ) throws {
    try connection.prepareInsert(
      "source_paths", ["source_id", "path", "recorded_at"], conflict: .ignored
    ).run([.integer(sourceID), .text(path), .integer(now)])
  }

  /// What an import of a source would count; nil for one that the store does not have.
  package static func counts(
    _ connection: Connection, ofSource key: Key
  ) throws -> WriteCounts? {
    try id(connection, of: key).map { try counts(connection, $0) }
  }

  private static func counts(_ connection: Connection, _ id: Int64) throws -> WriteCounts {
    var counts = WriteCounts()
    counts.existing =
      try connection.first(
        """
        SELECT (SELECT count(DISTINCT line) FROM record_sources WHERE source_id = $1)
          + (SELECT count(*) FROM reported_figures WHERE source_id = $1)
        """, [.integer(id)]
      ) { try $0.int(0) } ?? 0
    counts.rejected =
      try connection.first(
        "SELECT count(*) FROM rejects WHERE source_id = $1", [.integer(id)]
      ) { try $0.int(0) } ?? 0
    return counts
  }

  /// Now, or just after the newest source or statement where the clock went back: what was
  /// recorded later has a later time.
  package static func nextInstant(_ connection: Connection) throws -> Int64 {
    let newest = try ["sources", "statements"].map { table in
      try connection.first("SELECT coalesce(max(recorded_at), 0) FROM \(table)") {
        try $0.integer(0)
      } ?? 0
    }
    return max(Clock.now(), (newest.max() ?? 0) + 1)
  }
}
