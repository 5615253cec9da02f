internal import Storage

/// Writes the records of one source: every line is noted with the record that it states.
///
/// A source is known by its content, which may be known only when all of it was read: its row is
/// made then.
package final class SourceWriter {
  let session: WriteSession
  let source: SourceDescription
  private let runID: Int64
  /// nil until all of the source was read, where it was not known before.
  private(set) var content: SourceContent?
  let sourceID: Int64
  let now: Int64
  private let lines: BulkInsert
  private let lineOfRecord: Statement
  // Records up to this id were there before; later ones were stated by this source.
  private let lastForeignRecordID: Int64
  private var impliedStatements: Set<Key> = []
  // Of statements that this source makes more than once: how often so far.
  private var repetitions: [Key: Int] = [:]
  internal(set) package var counts = WriteCounts()

  init(
    _ session: WriteSession, _ source: SourceDescription, _ content: SourceContent?,
    runID: Int64, now: Int64
  ) throws {
    self.session = session
    self.source = source
    self.runID = runID
    self.now = now
    lines = BulkInsert(
      session.connection, into: "record_sources", columns: ["source_id", "line", "record_id"])
    lineOfRecord = try session.connection.prepare(
      "SELECT 1 FROM record_sources WHERE record_id = $1 AND source_id = $2")
    lastForeignRecordID = session.records.lastID
    var sourceIDs = try IDSequence(session.connection, table: "sources")
    sourceID = sourceIDs.next()
    if let content { try insertSource(content) }
  }

  /// Writes records, or finds them written.
  ///
  /// - Parameter batch: in the order of the source. Their texts are in memory at once.
  package func write(_ batch: [SourceRecord]) throws {
    let own = batch.filter { !$0.isImplied }
    let implied = batch.filter { $0.isImplied && impliedStatements.insert($0.statement).inserted }
    let rows = try identify(own) + findOrMake(implied.map(\.firstKey), implied)
    let new = zip(own + implied, rows).compactMap { record, row in
      row.isNew ? ContentWriter.NewRecord(id: row.id, content: record.content) : nil
    }
    for (record, row) in zip(own + implied, rows) {
      lines.append([.integer(sourceID), .integer(record.line), .integer(row.id)])
    }
    try lines.finish()
    try session.contents.write(new, now: now)
    let added = rows.prefix(own.count).count(where: \.isNew)
    if added > 0 { session.noteAdded() }
    counts.added += added
    counts.existing += own.count - added
  }

  /// Keeps a record that cannot be imported.
  package func write(_ reject: RejectRecord) throws {
    try session.connection.prepareInsert(
      "rejects",
      [
        "source_id", "line", "byte_offset", "byte_count", "content_digest", "content", "reason",
      ]
    ).run([
      .integer(sourceID), .integer(reject.line), .integer(reject.byteOffset),
      .integer(reject.byteCount), .bytes(reject.digest.bytes), .bytes(reject.content),
      .text(reject.reason),
    ])
    counts.rejected += 1
  }

  /// Ends the source, whose content is known now.
  ///
  /// - Throws: `conflict` where the store has had it all along, which shows only now.
  package func finish(_ content: SourceContent) throws {
    guard self.content == nil else { return }
    guard try KnownSource.id(session.connection, of: source.key(of: content)) == nil else {
      throw StorageError(.conflict, "\(source.path) is there already")
    }
    try insertSource(content)
  }

  // MARK: - Private

  private func insertSource(_ content: SourceContent) throws {
    self.content = content
    let benchmarkID = try source.benchmark.map { try session.names.benchmark($0) }
    try session.connection.prepareInsert(
      "sources",
      [
        "id", "source_key", "content_digest", "byte_count", "format", "kind", "benchmark_id",
        "run_id", "recorded_at",
      ]
    ).run([
      .integer(sourceID), source.key(of: content).sqlValue, content.digest.sqlValue,
      .integer(content.byteCount), .text(source.format), .text(source.kind.rawValue),
      .optional(benchmarkID), .integer(runID), .integer(now),
    ])
    try KnownSource.notePath(session.connection, sourceID, source.path, now: now)
  }

  private func findOrMake(
    _ keys: [Key], _ records: [SourceRecord]
  ) throws -> [KeyedRows.Found] {
    try session.records.findOrMake(keys) { place in
      [.text(records[place].kind), .optional(records[place].extra), .integer(now)]
    }
  }

  /// The rows that identify records: of each the first of its repetitions that this source has
  /// not stated yet.
  private func identify(_ records: [SourceRecord]) throws -> [KeyedRows.Found] {
    try recall(Self.repeated(in: records))
    var claimed: Set<Key> = []
    let keys = records.map { claim(for: $0, &claimed) }
    var rows = try findOrMake(keys, records)
    for (place, row) in rows.enumerated() where try !row.isNew && isStatedHere(row.id) {
      rows[place] = try nextRepetition(of: records[place], &claimed)
    }
    return rows
  }

  /// Records of statements that a batch makes more than once.
  private static func repeated(in records: [SourceRecord]) -> [SourceRecord] {
    var seen: Set<Key> = []
    return records.filter { !seen.insert($0.statement).inserted }
  }

  /// Remembers which of the statements an earlier batch made, so that they are counted in order.
  private func recall(_ records: [SourceRecord]) throws {
    let known = try session.records.find(records.map(\.firstKey))
    for record in records where repetitions[record.statement] == nil {
      guard let id = known[record.firstKey], try isStatedHere(id) else { continue }
      repetitions[record.statement] = 1
    }
  }

  /// The key of a record's next repetition, as far as memory tells.
  private func claim(for record: SourceRecord, _ claimed: inout Set<Key>) -> Key {
    if repetitions.isEmpty, claimed.insert(record.firstKey).inserted { return record.firstKey }
    var repetition = repetitions[record.statement] ?? 0
    while true {
      let key = SourceRecord.key(of: record.statement, repetition: repetition)
      if claimed.insert(key).inserted {
        if repetition > 0 { repetitions[record.statement] = repetition + 1 }
        return key
      }
      repetition += 1
    }
  }

  /// The row of a record that an earlier batch of this source states too.
  private func nextRepetition(
    of record: SourceRecord, _ claimed: inout Set<Key>
  ) throws -> KeyedRows.Found {
    repetitions[record.statement] = max(repetitions[record.statement] ?? 0, 1)
    while true {
      let key = claim(for: record, &claimed)
      guard let row = try findOrMake([key], [record]).first else { continue }
      if try row.isNew || !isStatedHere(row.id) { return row }
    }
  }

  private func isStatedHere(_ recordID: Int64) throws -> Bool {
    if recordID > lastForeignRecordID { return true }
    return try lineOfRecord.first([.integer(recordID), .integer(sourceID)]) { _ in true } ?? false
  }
}

@available(*, unavailable) extension SourceWriter: Sendable {}

/// What became of the records of a source; their sum is the number of its records.
public struct WriteCounts: Sendable, Equatable {
  /// New to the store.
  public var added = 0
  /// There already, from another source.
  public var existing = 0
  /// Kept aside with a reason.
  public var rejected = 0

  /// Nothing yet.
  public init() {}
}
