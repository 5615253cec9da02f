internal import Crypto
internal import Warehouse

/// Reads a file's records in order, in bounded memory.
struct RecordStream: ~Copyable {
  /// What one place of the file gave.
  enum Item: Sendable {
    case record(SourceRecord)
    case reject(RejectRecord)

    /// The bytes of its texts.
    var byteCount: Int {
      switch self {
      case .record(let record): record.textByteCount
      case .reject(let reject): reject.content.count
      }
    }
  }

  /// How many bytes of a record a reject keeps.
  static let keptRejectBytes = 65_536

  private let context: FileContext
  private let layout: FileFormat.Layout
  private let path: String

  init(path: String, layout: FileFormat.Layout, context: FileContext) {
    self.path = path
    self.layout = layout
    self.context = context
  }

  /// Calls a closure with every item, and returns the digest of the whole file.
  ///
  /// - Parameter body: gets the item, and how many bytes of the file were read so far; false
  ///   stops the reading.
  /// - Throws: `ReadError`.
  func forEach(_ body: (Item, Int) throws -> Bool) throws -> [UInt8] {
    switch layout {
    case .lines: try forEachLine(body)
    case .csv(let delimiter): try forEachCSVRecord(delimiter, body)
    }
  }

  // MARK: - Private

  private func forEachLine(_ body: (Item, Int) throws -> Bool) throws -> [UInt8] {
    var lines = try LineReader(path: path)
    var parser = try JSONParser()
    while let line = try lines.next() {
      for item in items(of: line, in: lines, &parser) {
        guard try body(item, lines.bytesRead) else { return [] }
      }
    }
    return try lines.finishDigest()
  }

  private func items(
    of line: Line, in lines: borrowing LineReader, _ parser: inout JSONParser
  ) -> [Item] {
    if let oversized = line.oversized { return [.reject(Self.reject(line, oversized))] }
    do {
      return try lines.withBytes { (bytes: borrowing PaddedBytes) throws -> [Item] in
        try parser.withDocument(of: bytes) { node in
          try records(node, line: line.number).map(Item.record)
        }
      }
    } catch {
      let bytes = lines.withBytes { (bytes: borrowing PaddedBytes) in
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
      }
      return [.reject(Self.reject(line, bytes, reason: Self.reason(error, line)))]
    }
  }

  private func records(_ node: JSONNode, line: Int) throws -> [SourceRecord] {
    if context.kind == .scores {
      return try ScoreRow(node).records(
        line: line, benchmark: context.benchmark, statedJudge: context.statedJudge)
    }
    var fields = try RecordFields(node)
    let content = try reader(for: node).content(&fields)
    var form = CanonicalForm("fastchat")
    form.add(context.kind.rawValue)
    form.add(context.kind == .prompts ? nil : context.benchmark)
    form.add(context.model)
    form.add(context.judgeIdentity)
    form.add(node)
    return [
      SourceRecord(statement: form.key(), line: line, extra: fields.extra(), content: content)
    ]
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
    case .judgments, .scores:
      if node["model_1"] != nil {
        PairJudgmentReader(benchmark: context.benchmark, statedJudge: context.statedJudge)
      } else {
        SingleJudgmentReader(benchmark: context.benchmark, statedJudge: context.statedJudge)
      }
    }
  }

  private func forEachCSVRecord(
    _ delimiter: CSVDelimiter, _ body: (Item, Int) throws -> Bool
  ) throws -> [UInt8] {
    var reader = CSVReader(try ByteSource(path: path), delimiter: delimiter)
    let header = try reader.next()?.fields ?? []
    var line = 0
    while true {
      let items: [Item]
      do {
        guard let record = try reader.next() else { break }
        line = record.line
        items = try csvItems(record, header: header)
      } catch let error as CSVError {
        if case .unreadable(let error) = error { throw error }
        items = [.reject(Self.reject(reader, line: error.line, reason: error.reason))]
      } catch let problem as RecordProblem {
        items = [.reject(Self.reject(reader, line: line, reason: problem.description))]
      }
      for item in items {
        guard try body(item, reader.bytesRead) else { return [] }
      }
    }
    return try reader.finishDigest()
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
