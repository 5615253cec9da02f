internal import Dispatch
internal import Storage
internal import Synchronization
internal import Warehouse

/// Brings one file in: reading and digesting on one thread, writing on another, in one
/// transaction, so that a killed import leaves the store as it was before the file.
struct FileImport: Sendable {
  let file: PlannedFile
  let statedJudge: StatedJudge
  /// The import that the file belongs to.
  let run: ImportRun

  private static let batchRecords = 256
  private static let batchBytes = 1 << 20
  private static let waitingBytes = 8 << 20

  private struct Batch: Sendable {
    var items: [RecordStream.Item] = []
    /// Of the file, so far.
    var bytesRead = 0
    /// Of the texts in it.
    var bytes = 0

    var isFull: Bool { items.count >= batchRecords || bytes >= batchBytes }

    mutating func append(_ item: RecordStream.Item, bytesRead: Int) {
      items.append(item)
      bytes += item.byteCount
      self.bytesRead = bytesRead
    }
  }

  /// What became of the file.
  struct Outcome: Sendable {
    var counts = WriteCounts()
    var benchmarks: Set<String> = []
    var judges: Set<String> = []
    var rejects: [(line: Int, reason: String)] = []

    /// Notes what a person is told of an item.
    mutating func note(_ item: RecordStream.Item) {
      switch item {
      case .record(let record):
        guard case .judgment(let judgment) = record.content else { return }
        judges.insert(judgment.judge.requestedModel)
        benchmarks.insert(judgment.question.benchmark)
      case .figure(let figure):
        if let judge = figure.judgeName { judges.insert(judge) }
        if let benchmark = figure.benchmark { benchmarks.insert(benchmark) }
      case .reject(let reject):
        if rejects.count < FileImport.toldRejects { rejects.append((reject.line, reject.reason)) }
      }
    }
  }

  /// How many rejects are told one by one.
  static let toldRejects = 5

  /// - Parameter progress: called with the bytes read so far.
  /// - Throws: `ReadError`, `StorageError`, `ImportError`.
  func perform(on store: Store, progress: @escaping @Sendable (Int) -> Void) async throws -> Outcome
  {
    let (digest, byteCount) = try contentDigest()
    let source = source(digest: digest, byteCount: byteCount)
    return try await store.database.withWriter { connection in
      try connection.transaction(.write) {
        if let counts = try KnownSource.recount(connection, source) {
          progress(file.byteCount)
          return Outcome(counts: counts, benchmarks: Set(benchmark.map { [$0] } ?? []))
        }
        return try write(source, connection, progress)
      }
    }
  }

  /// What the file says for all of its records.
  var context: FileContext {
    FileContext(
      kind: file.format.kind, namedBenchmark: file.benchmark, model: model,
      statedJudge: statedJudge)
  }

  /// The benchmark of the whole file; rows of figures may each name their own.
  var benchmark: String? {
    switch file.format.kind {
    case .prompts: nil
    case .scores, .figures: file.benchmark
    default: context.benchmark
    }
  }

  /// The file as a source, once its content is known.
  func source(digest: Key, byteCount: Int) -> SourceDescription {
    SourceDescription(
      contentDigest: digest, byteCount: Int64(byteCount), format: file.format.name,
      kind: file.format.kind, benchmark: benchmark,
      model: model, statedJudge: context.judgeIdentity, path: file.storedPath)
  }

  // MARK: - Private

  private var model: String? {
    switch file.format.kind {
    case .answers, .references: file.modelName
    default: nil
    }
  }

  private func contentDigest() throws -> (Key, Int) {
    var reader = LineReader(try ByteSource(file.input))
    let digest = try reader.finishDigest()
    guard let key = Key(digest.prefix(Key.byteCount)) else {
      throw ImportError.changed(path: file.path)
    }
    return (key, reader.bytesRead)
  }

  private func write(
    _ source: SourceDescription, _ connection: Connection, _ progress: (Int) -> Void
  ) throws -> Outcome {
    let now = try KnownSource.nextInstant(connection)
    let writer = try SourceWriter(
      connection, source, runID: try run.row(in: connection, now: now), now: now)
    let queue = BoundedQueue<Batch>(capacity: Self.waitingBytes)
    let reading = ReadingResult()
    read(source.byteCount, into: queue, reading)
    // Whatever ends the writing must release the reader from waiting for room.
    defer { queue.close() }
    var outcome = Outcome(benchmarks: Set(benchmark.map { [$0] } ?? []))
    while let batch = queue.take() {
      for item in batch.items { try write(item, writer, &outcome) }
      progress(batch.bytesRead)
    }
    guard try reading.digest() == source.contentDigest else {
      throw ImportError.changed(path: file.path)
    }
    try writer.finish()
    outcome.counts = writer.counts
    return outcome
  }

  private func write(
    _ item: RecordStream.Item, _ writer: SourceWriter, _ outcome: inout Outcome
  ) throws {
    switch item {
    case .record(let record): try writer.write(record)
    case .figure(let figure): try writer.write(figure)
    case .reject(let reject): try writer.write(reject)
    }
    outcome.note(item)
  }

  /// Reads as many bytes as the digest is of; what was appended since is for the next import.
  private func read(
    _ byteCount: Int64, into queue: BoundedQueue<Batch>, _ result: ReadingResult
  ) {
    DispatchQueue.global().async { [file, context] in
      result.set(
        Result {
          let stream = RecordStream(file, context, maximumByteCount: Int(byteCount))
          var batch = Batch()
          let digest = try stream.forEach { item, bytesRead in
            batch.append(item, bytesRead: bytesRead)
            guard batch.isFull else { return true }
            defer { batch = Batch() }
            return queue.put(batch, weight: batch.bytes)
          }
          if !batch.items.isEmpty { _ = queue.put(batch, weight: batch.bytes) }
          return digest
        })
      queue.close()
    }
  }
}

/// What the reading thread ended with.
private final class ReadingResult: Sendable {
  private let result: Mutex<Result<[UInt8], any Error>?> = Mutex(nil)

  func set(_ value: Result<[UInt8], any Error>) {
    result.withLock { $0 = value }
  }

  /// The digest of what was read.
  ///
  /// - Throws: what the reading threw.
  func digest() throws -> Key? {
    guard let value = result.withLock({ $0 }) else { return nil }
    return Key(try value.get().prefix(Key.byteCount))
  }
}
