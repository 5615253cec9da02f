package import Storage

/// Counts what an import would add, without writing: looks up in the store what is there, and
/// remembers what the files before would have brought.
///
/// Memory: some 50 bytes for each record that would be new.
package struct ImportForecast {
  private let connection: Connection?
  private var newRecords: Set<Key> = []
  private var sources: [Key: WriteCounts] = [:]

  /// - Parameter connection: reads the store; nil: there is none yet.
  package init(_ connection: Connection?) {
    self.connection = connection
  }

  /// The count of one file.
  package struct Source {
    fileprivate var counts = WriteCounts()
    fileprivate var stated: Set<Key> = []
    fileprivate var new: Set<Key> = []
    // Of statements that the file makes more than once: how often so far.
    fileprivate var repetitions: [Key: Int] = [:]

    /// Nothing read yet.
    package init() {}

    /// Counts a reported figure, which is new with its source.
    package mutating func countFigure() { counts.added += 1 }

    /// Counts a record that cannot be imported.
    package mutating func countReject() { counts.rejected += 1 }
  }

  /// Counts a record as `SourceWriter` would.
  package func count(_ record: SourceRecord, in source: inout Source) throws {
    if record.isImplied { return }
    var repetition = source.repetitions[record.statement] ?? 0
    while true {
      let key = SourceRecord.key(of: record.statement, repetition: repetition)
      guard !source.stated.insert(key).inserted else {
        if repetition > 0 { source.repetitions[record.statement] = repetition + 1 }
        if try isThere(key) {
          source.counts.existing += 1
        } else {
          source.new.insert(key)
          source.counts.added += 1
        }
        return
      }
      repetition += 1
    }
  }

  /// What the import of a whole file would count, and whether the file is known by then.
  ///
  /// - Throws: what the store throws.
  package mutating func finish(
    _ source: Source, key: Key
  ) throws -> (counts: WriteCounts, isKnown: Bool) {
    if let counts = sources[key] { return (counts, true) }
    let known = try connection.flatMap { try KnownSource.counts($0, ofSource: key) }
    newRecords.formUnion(source.new)
    // Met again under another name, it adds nothing.
    var again = known ?? source.counts
    again.existing += again.added
    again.added = 0
    sources[key] = again
    return (known ?? source.counts, known != nil)
  }

  // MARK: - Private

  private func isThere(_ key: Key) throws -> Bool {
    if newRecords.contains(key) { return true }
    return try connection?.first(
      "SELECT 1 FROM records WHERE record_key = $1", [.bytes(key.bytes)]
    ) { _ in true } ?? false
  }
}
