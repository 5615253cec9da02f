package import Storage

/// Sources that the store has already.
package enum KnownSource {
  /// Notes the path of a source that was imported before; nil when it was not.
  ///
  /// - Returns: what an import of it would count: every record is there already.
  package static func recount(
    _ connection: Connection, _ source: SourceDescription
  ) throws -> WriteCounts? {
    let id = try connection.first(
      "SELECT id FROM sources WHERE source_key = $1", [.bytes(source.key.bytes)]
    ) { try $0.integer(0) }
    guard let id else { return nil }
    try connection.prepareInsert(
      "source_paths", ["source_id", "path", "recorded_at"], conflict: .ignored
    ).run([.integer(id), .text(source.path), .integer(try nextInstant(connection))])
    return try counts(connection, id)
  }

  /// What an import of a source would count; nil for one that the store does not have.
  package static func counts(
    _ connection: Connection, of source: SourceDescription
  ) throws -> WriteCounts? {
    try connection.first(
      "SELECT id FROM sources WHERE source_key = $1", [.bytes(source.key.bytes)]
    ) { try $0.integer(0) }.map { try counts(connection, $0) }
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
