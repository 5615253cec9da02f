internal import Storage
public import Warehouse

/// Writes FastChat files back out: one for every source, under its path below the folder that was
/// imported, its records in order and equal field by field; and below `runs` what runs made.
public struct FastChatExporter: Sendable {
  private let store: Store

  /// An exporter of a store.
  public init(_ store: Store) {
    self.store = store
  }

  /// What an export did.
  public struct Summary: Sendable {
    /// Paths below the folder, with the number of their records.
    public let files: [(path: String, records: Int)]
    /// Files of figures, which FastChat has no format for.
    public let skippedCount: Int
  }

  /// Exports every FastChat source.
  ///
  /// - Parameter folder: made where it is not there; must be empty.
  /// - Throws: `ExportError`; what the store throws.
  public func export(to folder: String) async throws -> Summary {
    try OutputFolder.prepare(folder)
    return try await store.database.read { connection in
      let exporter = try RecordExporter(connection)
      var files: [(path: String, records: Int)] = []
      for source in try Self.sources(connection) {
        let records = try Self.write(source, below: folder, connection, exporter)
        files.append((source.path, records))
      }
      files += try RunResultFiles(connection, exporter).write(below: folder)
      return Summary(files: files, skippedCount: try Self.otherSources(connection))
    }
  }

  // MARK: - Private

  private struct Source {
    let id: Int64
    let kind: SourceKind
    let path: String
  }

  /// Every source with the path it was first found at, but for an ending `.gz`: what is written
  /// is plain text.
  ///
  /// Where files with other content have had the same path, the one imported last keeps it, and
  /// the earlier ones go below a folder named after their digest, so that the name of the file,
  /// which says the model, and the folder, which says the benchmark, stay.
  private static func sources(_ connection: Connection) throws -> [Source] {
    var taken: Set<String> = []
    return try connection.all(
      """
      SELECT s.id, s.kind, (
        SELECT CASE WHEN lower(p.path) LIKE '%.gz' THEN substr(p.path, 1, length(p.path) - 3)
          ELSE p.path END
        FROM source_paths p WHERE p.source_id = s.id
        ORDER BY p.recorded_at, p.path LIMIT 1) AS first_path, s.source_key
      FROM sources s WHERE s.format = 'fastchat'
      ORDER BY first_path, s.recorded_at DESC, s.source_key
      """
    ) { row in
      guard let kind = SourceKind(rawValue: try row.text(1)), let key = Key(try row.bytes(3)) else {
        throw StorageError(.decoding, "source \(try row.integer(0)) cannot be read")
      }
      let path = try row.text(2)
      let isFree = taken.insert(path).inserted
      return Source(
        id: try row.integer(0), kind: kind, path: isFree ? path : "earlier-\(key.short)/\(path)")
    }
  }

  private static func otherSources(_ connection: Connection) throws -> Int {
    try connection.first("SELECT count(*) FROM sources WHERE format <> 'fastchat'") {
      try $0.int(0)
    } ?? 0
  }

  private static func write(
    _ source: Source, below folder: String, _ connection: Connection, _ exporter: RecordExporter
  ) throws -> Int {
    var file = try OutputFile(source.path, below: folder)
    var count = 0
    try connection.forEach(
      "SELECT record_id FROM record_sources WHERE source_id = $1 ORDER BY line",
      [.integer(source.id)]
    ) { row in
      try file.write(exporter.line(recordID: try row.integer(0), kind: source.kind))
      count += 1
    }
    try file.finish()
    return count
  }
}
