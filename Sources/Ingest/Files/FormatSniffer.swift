internal import Warehouse

/// Tells what a file is by its first records.
///
/// Where it has none that can be read, its place tells. It never decides by the name alone what the content contradicts.
struct FormatSniffer {
  /// How many records are looked at before a file is given up as unknown.
  private static let probedRecords = 20

  /// The format of a file; nil: no file of results.
  ///
  /// - Parameter wanted: the format a person named; nil: any.
  /// - Throws: `ReadError`; `RecordProblem` for a header that is nearly one of scores.
  static func format(of path: String, wanted: String?) throws -> FileFormat? {
    let format = try sniff(path)
    guard let format, wanted == nil || wanted == format.name else { return nil }
    return format
  }

  // MARK: - Private

  private static func sniff(_ path: String) throws -> FileFormat? {
    if FilePlace(path).fileExtension == "csv" { return try sniffCSV(path) }
    guard ["jsonl", "json", "ndjson"].contains(FilePlace(path).fileExtension) else { return nil }
    var lines = try LineReader(path: path)
    var parser = try JSONParser()
    for _ in 0..<probedRecords {
      guard let line = try lines.next() else { break }
      guard line.oversized == nil else { continue }
      if let format = format(ofLineIn: lines, &parser, at: path) { return format }
    }
    // Nothing in it can be read: its place says what its rejects belong to.
    return FilePlace(path).expectedKind.map(FileFormat.fastchat)
  }

  /// The format that the current line shows; nil where it cannot be read or shows none.
  private static func format(
    ofLineIn lines: borrowing LineReader, _ parser: inout JSONParser, at path: String
  ) -> FileFormat? {
    do {
      return try lines.withBytes { (bytes: borrowing PaddedBytes) throws -> FileFormat? in
        try parser.withDocument(of: bytes) { node in format(of: node, at: path) }
      }
    } catch {
      return nil
    }
  }

  private static func sniffCSV(_ path: String) throws -> FileFormat? {
    for delimiter in CSVDelimiter.allCases {
      var reader = CSVReader(try ByteSource(path: path), delimiter: delimiter)
      guard let header = try? reader.next() else { continue }
      let names = Set(header.fields)
      let missing = ScoreRow.required.filter { !names.contains($0) }
      guard missing.isEmpty else {
        // Some other table shares a word or two with ours; most of them make it one of ours.
        if missing.count < 3 {
          throw RecordProblem(
            "a file of scores lacks the column\(missing.count == 1 ? "" : "s") "
              + missing.joined(separator: ", "))
        }
        continue
      }
      guard names.count == header.fields.count else {
        throw RecordProblem("the header names a column twice")
      }
      return .scores(.csv(delimiter))
    }
    return nil
  }

  private static func format(of node: JSONNode, at path: String) -> FileFormat? {
    func has(_ keys: StaticString...) -> Bool { keys.allSatisfy { node[$0] != nil } }
    if has("prompt_template", "type") { return .fastchat(.prompts) }
    if has("question_id", "choices") {
      return .fastchat(FilePlace(path).expectedKind == .references ? .references : .answers)
    }
    if has("question_id", "model_1", "model_2") { return .fastchat(.judgments) }
    if has("question_id", "model_a", "model_b", "winner", "judge") { return .fastchat(.votes) }
    if has("question_id", "model", "judge", "score") {
      let isFigure =
        node["judge"]?.kind == .string && !has("judgment") && !has("user_prompt")
        && FilePlace(path).expectedKind != .judgments
      return isFigure ? .scores(.lines) : .fastchat(.judgments)
    }
    let turns = node["turns"]?.elements.map(\.kind) ?? []
    let hasTexts = !turns.isEmpty && turns.allSatisfy { $0 == .string }
    return has("question_id") && hasTexts ? .fastchat(.questions) : nil
  }
}
