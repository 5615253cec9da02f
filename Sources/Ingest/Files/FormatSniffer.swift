internal import Warehouse

/// Tells what a file is by its first records.
///
/// Where it has none that can be read, its place tells. It never decides by the name alone what the content contradicts.
struct FormatSniffer {
  /// The endings of files that are looked at; `.gz` may follow each.
  static let endings = jsonEndings + ["csv", "txt"]
  /// Those of files of JSON.
  static let jsonEndings = ["jsonl", "json", "ndjson"]

  /// How many records are looked at before a file is given up as unknown.
  private static let probedRecords = 20
  /// How many lines of text are looked at: warnings may stand before a table.
  private static let probedTextLines = 1_000
  /// How many bytes are, at most: a file of something else may be of any size.
  private static let probedBytes = 256 << 20
  /// How many are read at once: mostly the first record tells.
  private static let chunkByteCount = 1 << 15

  private let file: InputFile
  private let place: FilePlace

  /// The format of a file; nil: no file of results.
  ///
  /// - Parameters:
  ///   - place: where it lies, or would.
  ///   - isNamed: whether its ending says what it may be; otherwise it may be anything.
  ///   - wanted: the format a person named; nil: any.
  /// - Throws: `ReadError`; `RecordProblem` for a header that is nearly one of scores.
  static func format(
    of file: InputFile, at place: FilePlace, isNamed: Bool = true, wanted: String?
  ) throws -> RecognizedFormat? {
    let sniffer = FormatSniffer(file: file, place: place)
    let recognized = try isNamed ? sniffer.sniffByEnding() : sniffer.sniffAnything()
    guard let recognized, wanted == nil || wanted == recognized.format.name else { return nil }
    return recognized
  }

  // MARK: - Private

  private func sniffByEnding() throws -> RecognizedFormat? {
    switch place.fileExtension {
    case "csv": try sniffCSV()
    case "txt": try sniffText()
    case let ending where Self.jsonEndings.contains(ending): try sniffLines()
    default: nil
    }
  }

  private func sniffAnything() throws -> RecognizedFormat? {
    if let lines = try sniffLines() { return lines }
    if let text = try sniffText() { return text }
    return try sniffCSV()
  }

  private func source() throws(ReadError) -> ByteSource {
    try ByteSource(file, maximumByteCount: Self.probedBytes)
  }

  /// AlpacaEval's files are one array each.
  private func sniffArray() throws -> RecognizedFormat? {
    var reader = JSONArrayReader(try source(), chunkByteCount: Self.chunkByteCount)
    guard let element = try reader.next() else { return nil }
    var parser = try JSONParser()
    let names = try? parser.withDocument(copying: element.bytes) { node in
      Set(node.members.compactMap { $0.key() })
    }
    guard let names else { return nil }
    for (fields, kind) in [
      (["instruction", "generator_1", "generator_2", "annotator"], SourceKind.judgments),
      (["instruction", "output", "generator"], .answers),
    ] where names.isSuperset(of: fields) {
      return RecognizedFormat(
        format: .alpacaEval(kind), evidence: "an array with " + fields.joined(separator: ", "))
    }
    return nil
  }

  /// HELM's states are a member of one object.
  private func sniffStates() throws -> RecognizedFormat? {
    var reader = JSONArrayReader(
      try source(), member: HELMState.list, chunkByteCount: Self.chunkByteCount)
    guard let element = try reader.next() else { return nil }
    var parser = try JSONParser()
    let isState = try? parser.withDocument(copying: element.bytes) { node in
      node["instance"] != nil && node["request"] != nil && node["result"] != nil
    }
    guard isState == true else { return nil }
    return RecognizedFormat(
      format: .helm, evidence: "\(HELMState.list) with instance, request, result")
  }

  private func sniffLines() throws -> RecognizedFormat? {
    if let array = try sniffArray() { return array }
    if let states = try sniffStates() { return states }
    var lines = LineReader(try source(), chunkByteCount: Self.chunkByteCount)
    var parser = try JSONParser()
    for _ in 0..<Self.probedRecords {
      guard let line = try lines.next() else { break }
      guard line.oversized == nil else { continue }
      if let format = format(ofLineIn: lines, &parser) { return format }
    }
    // Nothing in it can be read: its place says what its rejects belong to.
    guard let kind = place.expectedKind, let evidence = place.evidence else { return nil }
    return RecognizedFormat(format: .fastchat(kind), evidence: evidence)
  }

  /// The format that the current line shows; nil where it cannot be read or shows none.
  private func format(
    ofLineIn lines: borrowing LineReader, _ parser: inout JSONParser
  ) -> RecognizedFormat? {
    do {
      return try lines.withBytes { (bytes: borrowing PaddedBytes) throws -> RecognizedFormat? in
        try parser.withDocument(of: bytes) { node in format(of: node) }
      }
    } catch {
      return nil
    }
  }

  private func sniffText() throws -> RecognizedFormat? {
    var lines = LineReader(try source(), maximumLineBytes: 1 << 16)
    var table = FigureTable(namedBenchmark: nil)
    for _ in 0..<Self.probedTextLines {
      guard let line = try lines.next() else { break }
      guard line.oversized == nil else { continue }
      let bytes = lines.withBytes { (bytes: borrowing PaddedBytes) in
        unsafe bytes.withUnsafeBytes { unsafe Array($0) }
      }
      _ = try? table.read(bytes, line: line.number)
      guard let evidence = table.evidence else { continue }
      return RecognizedFormat(
        format: .showResult, evidence: evidence, statesBenchmark: table.benchmark != nil)
    }
    return nil
  }

  private func sniffCSV() throws -> RecognizedFormat? {
    for delimiter in CSVDelimiter.allCases {
      var reader = CSVReader(try source(), delimiter: delimiter)
      let header: CSVRecord?
      do {
        header = try reader.next()
      } catch .unreadable(let error) {
        throw error
      } catch {
        continue
      }
      guard let header else { continue }
      let names = Set(header.fields)
      if names.isSuperset(of: AlpacaEvalLeaderboard.required) {
        return RecognizedFormat(
          format: .alpacaEval(.figures),
          evidence: "columns " + AlpacaEvalLeaderboard.required.joined(separator: ", "))
      }
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
      return RecognizedFormat(
        format: .scores(.csv(delimiter)),
        evidence: "columns " + ScoreRow.required.joined(separator: ", "))
    }
    return nil
  }

  private func format(of node: JSONNode) -> RecognizedFormat? {
    func has(_ keys: StaticString...) -> Bool { keys.allSatisfy { node[$0] != nil } }
    func fields(_ names: String, _ format: FileFormat, besides: String = "") -> RecognizedFormat {
      RecognizedFormat(format: format, evidence: "fields " + names + besides)
    }
    if has("prompt_template", "type") {
      return fields("prompt_template, type", .fastchat(.prompts))
    }
    if let arenaHard = Self.arenaHard(node) { return arenaHard }
    if has("question_id", "choices") {
      return place.expectedKind == .references
        ? fields("question_id, choices", .fastchat(.references), besides: " in reference_answer")
        : fields("question_id, choices", .fastchat(.answers))
    }
    if has("question_id", "model_1", "model_2") {
      return fields("question_id, model_1, model_2", .fastchat(.judgments))
    }
    if has("question_id", "model_a", "model_b", "winner", "judge") {
      return fields("question_id, model_a, model_b, winner, judge", .fastchat(.votes))
    }
    if has("question_id", "model", "judge", "score") {
      let isFigure =
        node["judge"]?.kind == .string && !has("judgment") && !has("user_prompt")
        && place.expectedKind != .judgments
      return fields(
        "question_id, model, judge, score",
        isFigure ? .scores(.lines) : .fastchat(.judgments))
    }
    let turns = node["turns"]?.elements.map { $0.kind } ?? []
    let hasTexts = !turns.isEmpty && turns.allSatisfy { $0 == .string }
    return has("question_id") && hasTexts
      ? fields("question_id, turns", .fastchat(.questions)) : nil
  }

  /// The two layouts of Arena-Hard; nil for everything else.
  private static func arenaHard(_ node: JSONNode) -> RecognizedFormat? {
    func has(_ keys: StaticString...) -> Bool { keys.allSatisfy { node[$0] != nil } }
    func fields(_ names: String, _ kind: SourceKind) -> RecognizedFormat {
      RecognizedFormat(format: .arenaHard(kind), evidence: "fields " + names)
    }
    func first(_ list: JSONNode?) -> JSONNode? { list?.elements.first { _ in true } }
    let id = has("uid") ? "uid" : "question_id"
    guard has("uid") || has("question_id") else { return nil }
    if node["games"]?.kind == .array, has("model", "judge") {
      return fields("\(id), model, judge, games", .judgments)
    }
    if has("uid", "model", "messages") { return fields("uid, model, messages", .answers) }
    if has("uid", "prompt") { return fields("uid, prompt", .questions) }
    if has("model_a", "model_b", "winner"), !has("judge") {
      return fields("question_id, model_a, model_b, winner", .votes)
    }
    if first(node["turns"])?["content"] != nil {
      return fields("question_id, turns (content)", .questions)
    }
    let answer = first(first(node["choices"])?["turns"])
    if answer?["content"] != nil, has("model_id") {
      return fields("question_id, model_id, choices (content)", .answers)
    }
    return nil
  }
}
