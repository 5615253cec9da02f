internal import Crypto
internal import Warehouse

/// Reads a file's records in order, in bounded memory.
struct RecordStream: ~Copyable {
  /// What one place of the file gave.
  enum Item: Sendable {
    case record(SourceRecord)
    case figure(FigureRecord)
    case reject(RejectRecord)

    /// The bytes of its texts.
    var byteCount: Int {
      switch self {
      case .record(let record): record.textByteCount
      case .figure(let figure): figure.model.utf8.count
      case .reject(let reject): reject.content.count
      }
    }
  }

  /// How many bytes of a record a reject keeps.
  static let keptRejectBytes = 65_536

  private let file: PlannedFile
  private let context: FileContext
  private let fileByteCount: Int?

  /// - Parameter fileByteCount: how many bytes of the file are read; nil: all.
  init(_ file: PlannedFile, _ context: FileContext, fileByteCount: Int?) {
    self.file = file
    self.context = context
    self.fileByteCount = fileByteCount
  }

  /// Calls a closure with every item, and returns what the file holds; nil when it was stopped.
  ///
  /// - Parameter body: gets the item, and how many bytes of the file were read so far; false
  ///   stops the reading.
  /// - Throws: `ReadError`; `ImportError.changed` for a file that grows and ended in the middle of
  ///   a line when it was read.
  func forEach(_ body: (Item, Int) throws -> Bool) throws -> SourceContent? {
    switch file.format.layout {
    case .lines: try forEachLine(body)
    case .csv(let delimiter): try forEachCSVRecord(delimiter, body)
    case .figures: try forEachFigure(body)
    case .array: try forEachElement(AlpacaEvalRecord(context: context), body)
    case .states: try forEachElement(HELMState(context: context), in: HELMState.list, body)
    case .leaderboard: try forEachLeaderboardRow(body)
    }
  }

  // MARK: - Private

  private func source() throws(ReadError) -> ByteSource {
    try ByteSource(file.input, maximumFileByteCount: fileByteCount)
  }

  /// Refuses a file that grows and has ended in the middle of a line.
  ///
  /// A line without an end is whole in a finished file. In one that is being written to, what is
  /// there may be the first half of it, and a reject or a wrong number would stay in the store.
  private func check(endsWithLineEnd: Bool, _ fileBytesRead: Int) throws {
    guard !endsWithLineEnd, let byteCount = file.input.byteCount, byteCount > fileBytesRead else {
      return
    }
    throw ImportError.growing(path: file.path)
  }

  private func forEachLine(_ body: (Item, Int) throws -> Bool) throws -> SourceContent? {
    var lines = LineReader(try source())
    var parser = try JSONParser()
    var repetitions: [Key: Int] = [:]
    while let line = try lines.next() {
      for item in items(of: line, in: lines, &parser, &repetitions) {
        guard try body(item, lines.fileBytesRead) else { return nil }
      }
    }
    let digest = try lines.finishDigest()
    try check(endsWithLineEnd: lines.endsWithLineEnd, lines.fileBytesRead)
    return SourceContent(digest: digest, byteCount: lines.bytesRead)
  }

  private func items(
    of line: Line, in lines: borrowing LineReader, _ parser: inout JSONParser,
    _ repetitions: inout [Key: Int]
  ) -> [Item] {
    if let oversized = line.oversized { return [.reject(Self.reject(line, oversized))] }
    do {
      return try lines.withBytes { (bytes: borrowing PaddedBytes) throws -> [Item] in
        try parser.withDocument(of: bytes) { node in
          try records(node, line: line.number, &repetitions).map(Item.record)
        }
      }
    } catch {
      let bytes = lines.withBytes { (bytes: borrowing PaddedBytes) in
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
      }
      return [.reject(Self.reject(line, bytes, reason: Self.reason(error, line)))]
    }
  }

  /// - Parameter repetitions: of battles how often each row stood in the file so far.
  private func records(
    _ node: JSONNode, line: Int, _ repetitions: inout [Key: Int]
  ) throws -> [SourceRecord] {
    if context.kind == .scores {
      return try ScoreRow(node).records(
        line: line, benchmark: context.benchmark, statedJudge: context.statedJudge)
    }
    if file.format.name == FileFormat.arenaHardName {
      return [try arenaHardRecord(node, line: line, &repetitions)]
    }
    var fields = try RecordFields(node)
    let content = try reader(for: node).content(&fields)
    var form = CanonicalForm("fastchat")
    form.add(context.kind.rawValue)
    form.add(context.kind == .prompts ? nil : context.benchmark)
    form.add(context.model)
    form.add(context.judgeIdentity)
    form.add(node, knowing: fields.textKeys)
    return [
      SourceRecord(statement: form.key(), line: line, extra: fields.extra(), content: content)
    ]
  }

  private func arenaHardRecord(
    _ node: JSONNode, line: Int, _ repetitions: inout [Key: Int]
  ) throws -> SourceRecord {
    var fields = try RecordFields(node)
    // Before the fields are read, since a battle is told from its equals by their number.
    var repetition = 0
    if context.kind == .votes {
      var row = CanonicalForm("row")
      row.add(node, knowing: [])
      let key = row.key()
      repetition = repetitions[key, default: 0]
      repetitions[key] = repetition + 1
    }
    let reader: any RecordReader =
      switch context.kind {
      case .questions: ArenaHardQuestionReader(benchmark: context.benchmark)
      case .answers: ArenaHardAnswerReader(benchmark: context.benchmark)
      case .votes:
        BattleReader(
          benchmark: context.benchmark, statedJudge: context.statedJudge, repetition: repetition)
      default:
        ArenaHardJudgmentReader(benchmark: context.benchmark, statedJudge: context.statedJudge)
      }
    let content = try reader.content(&fields)
    var form = CanonicalForm("arena_hard")
    form.add(context.kind.rawValue)
    form.add(context.benchmark)
    form.add(context.judgeIdentity)
    form.add(node, knowing: fields.textKeys)
    return SourceRecord(
      statement: form.key(), line: line, extra: fields.extra(), content: content)
  }

  private func reader(for node: JSONNode) -> any RecordReader {
    switch context.kind {
    case .prompts: TemplateReader()
    case .questions: QuestionReader(benchmark: context.benchmark)
    case .answers, .references:
      AnswerReader(
        benchmark: context.benchmark, model: context.model ?? "unnamed",
        role: context.kind == .answers ? .answer : .reference)
    case .votes: VoteReader(benchmark: context.benchmark)
    case .judgments, .scores, .figures:
      if node["model_1"] != nil {
        PairJudgmentReader(benchmark: context.benchmark, statedJudge: context.statedJudge)
      } else {
        SingleJudgmentReader(benchmark: context.benchmark, statedJudge: context.statedJudge)
      }
    }
  }

  private func forEachFigure(_ body: (Item, Int) throws -> Bool) throws -> SourceContent? {
    var lines = LineReader(try source())
    var table = FigureTable(namedBenchmark: context.namedBenchmark)
    // Empty lines end a table, and the reader passes over them.
    var previous = 0
    while let line = try lines.next() {
      if line.number > previous + 1 { table.endRows() }
      previous = line.number
      for item in figures(of: line, in: lines, &table) {
        guard try body(item, lines.fileBytesRead) else { return nil }
      }
    }
    let digest = try lines.finishDigest()
    try check(endsWithLineEnd: lines.endsWithLineEnd, lines.fileBytesRead)
    return SourceContent(digest: digest, byteCount: lines.bytesRead)
  }

  private func figures(
    of line: Line, in lines: borrowing LineReader, _ table: inout FigureTable
  ) -> [Item] {
    if let oversized = line.oversized { return [.reject(Self.reject(line, oversized))] }
    let bytes = lines.withBytes { (bytes: borrowing PaddedBytes) in
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
    do {
      return try table.read(bytes, line: line.number).map(Item.figure)
    } catch {
      return [.reject(Self.reject(line, bytes, reason: "\(error)"))]
    }
  }

  private func forEachElement(
    _ format: some ElementReader, in member: String? = nil,
    _ body: (Item, Int) throws -> Bool
  ) throws -> SourceContent? {
    var reader = JSONArrayReader(try source(), member: member)
    guard try Self.forEachElement(&reader, format, body) else { return nil }
    let isComplete = reader.isComplete
    let digest = try reader.finishDigest()
    try check(endsWithLineEnd: isComplete, reader.fileBytesRead)
    return SourceContent(digest: digest, byteCount: reader.bytesRead)
  }

  private func forEachLeaderboardRow(_ body: (Item, Int) throws -> Bool) throws -> SourceContent? {
    var reader = CSVReader(try source())
    let table = AlpacaEvalLeaderboard(
      header: try reader.next()?.fields ?? [], benchmark: context.namedBenchmark,
      path: file.storedPath)
    return try forEachRecord(&reader) {
      try table.figures($0).map(Item.figure)
    } body: {
      try body($0, $1)
    }
  }

  private func forEachCSVRecord(
    _ delimiter: CSVDelimiter, _ body: (Item, Int) throws -> Bool
  ) throws -> SourceContent? {
    var reader = CSVReader(try source(), delimiter: delimiter)
    let header = try reader.next()?.fields ?? []
    return try forEachRecord(&reader) {
      try csvItems($0, header: header)
    } body: {
      try body($0, $1)
    }
  }

  private func forEachRecord(
    _ reader: inout CSVReader, _ read: (CSVRecord) throws -> [Item],
    body: (Item, Int) throws -> Bool
  ) throws -> SourceContent? {
    var line = 0
    while true {
      let items: [Item]
      do {
        guard let record = try reader.next() else { break }
        line = record.line
        items = try read(record)
      } catch let error as CSVError {
        if case .unreadable(let error) = error { throw error }
        items = [.reject(Self.reject(reader, line: error.line, reason: error.reason))]
      } catch let problem as RecordProblem {
        items = [.reject(Self.reject(reader, line: line, reason: problem.description))]
      }
      for item in items {
        guard try body(item, reader.fileBytesRead) else { return nil }
      }
    }
    let digest = try reader.finishDigest()
    try check(endsWithLineEnd: reader.endsWithLineEnd, reader.fileBytesRead)
    return SourceContent(digest: digest, byteCount: reader.bytesRead)
  }

  private func csvItems(_ record: CSVRecord, header: [String]) throws -> [Item] {
    try ScoreRow(record.fields, header: header).records(
      line: record.line, benchmark: context.benchmark, statedJudge: context.statedJudge
    ).map(Item.record)
  }

  private static func reject(
    _ reader: borrowing CSVReader, line: Int, reason: String
  ) -> RejectRecord {
    let content = reader.recordPrefix
    return RejectRecord(
      line: line, byteOffset: reader.recordByteOffset, byteCount: reader.recordByteCount,
      digest: Key(of: content), content: content, reason: reason)
  }

  private static func reject(_ line: Line, _ bytes: [UInt8], reason: String) -> RejectRecord {
    RejectRecord(
      line: line.number, byteOffset: line.byteOffset, byteCount: line.byteCount,
      digest: Key(of: bytes), content: Array(bytes.prefix(keptRejectBytes)), reason: reason)
  }

  private static func reject(_ line: Line, _ oversized: OversizedLine) -> RejectRecord {
    RejectRecord(
      line: line.number, byteOffset: line.byteOffset, byteCount: line.byteCount,
      digest: Key(oversized.digest.prefix(Key.byteCount)) ?? Key(of: []),
      content: oversized.prefix,
      reason: "is longer than 16 MiB (\(line.byteCount) bytes)")
  }

  private static func reason(_ error: any Error, _ line: Line) -> String {
    guard let error = error as? JSONError else { return "\(error)" }
    let isCut = line.isUnterminated && [.incomplete, .unterminatedString].contains(error.reason)
    return isCut ? "is cut off: the file ends in the middle of a record" : error.description
  }
}
