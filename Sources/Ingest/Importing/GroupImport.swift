internal import Storage
internal import Warehouse

/// Writes the files of a group in one transaction, so that a killed import leaves the store as it
/// was before the group.
///
/// Small files share a transaction because each commit writes every page of the indexes again
/// that it touched: a thousand files of answers took three times as long one by one.
struct GroupImport {
  let reading: GroupReading
  let run: ImportRun

  /// Imports all files, or none.
  ///
  /// - Parameter progress: called with the bytes read of the group so far.
  /// - Returns: what became of each file.
  /// - Throws: `GroupFailure` with the file and what was wrong with it.
  func perform(
    _ connection: Connection, progress: (Int) -> Void
  ) throws -> [FileOutcome] {
    try connection.loadTransaction {
      let session = try WriteSession(connection, run)
      var bytesBefore = 0
      let outcomes = try reading.files.map { file in
        let outcome = try write(file, session) { progress(bytesBefore + $0) }
        bytesBefore += file.file.byteCount
        return outcome
      }
      try session.finish()
      return outcomes
    }
  }

  // MARK: - Private

  private func write(
    _ file: FileSource, _ session: WriteSession, progress: (Int) -> Void
  ) throws -> FileOutcome {
    let start = Clock.now()
    var outcome = FileOutcome(file.benchmark)
    var writer: SourceWriter?
    while let delivery = reading.next() {
      switch delivery {
      case .begin(let source, let content):
        if let content, let counts = try session.recount(source, content) {
          outcome.counts = counts
        } else {
          writer = try session.begin(source, content)
        }
      case .items(let items, let bytesRead):
        // Without a writer another import brought the file since it was begun to be read.
        guard let writer else { continue }
        try Self.write(items, writer)
        for item in items { outcome.note(item) }
        progress(bytesRead)
      case .end(let content):
        let content = try content.get()
        if let writer {
          try writer.finish(content)
          outcome.counts = writer.counts
        }
        progress(file.file.byteCount)
        outcome.seconds = Double(Clock.now() - start) / 1e9
        return outcome
      }
    }
    throw ImportError.changed(path: file.file.path)
  }

  private static func write(_ items: [RecordStream.Item], _ writer: SourceWriter) throws {
    var records: [SourceRecord] = []
    for item in items {
      switch item {
      case .record(let record): records.append(record)
      case .figure(let figure): try writer.write(figure)
      case .reject(let reject): try writer.write(reject)
      }
    }
    try writer.write(records)
  }
}
