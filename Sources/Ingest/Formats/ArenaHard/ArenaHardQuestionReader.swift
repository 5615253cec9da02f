internal import Warehouse

/// Questions of Arena-Hard: `question_id` and `turns` [{`content`}], or `uid` and `prompt`.
struct ArenaHardQuestionReader: RecordReader {
  let benchmark: String

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.arenaHardID()
    return .question(
      QuestionRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        category: try fields.text("category"), requiredTemperature: nil,
        turns: try turns(&fields)))
  }

  private func turns(_ fields: inout RecordFields) throws -> [StoredText] {
    if let prompt = try fields.storedText("prompt") { return [prompt] }
    guard let turns = fields.value("turns") else { throw fields.missing("turns") }
    guard turns.kind == .array, turns.count > 0 else {
      throw fields.wrongType("turns", turns, "a list of turns with \"content\"")
    }
    return try turns.elements.map { turn in
      guard let content = turn["content"] else {
        throw RecordProblem("a turn of field \"turns\" has no \"content\"")
      }
      return try fields.storedText(of: content) { "a turn of field \"turns\"" }
    }
  }
}

extension RecordFields {
  /// The id of a question, which two layouts of Arena-Hard call differently.
  mutating func arenaHardID() throws -> String {
    has("uid") ? try requiredText("uid") : try identifier("question_id")
  }

  /// The field `tstamp`; its files have ten decimals, of which the store's times hold nine: the text
  /// is kept, the rest is cut off.
  mutating func arenaHardTime() throws -> Int64? {
    guard let value = value("tstamp") else { return nil }
    let parts = value.rawJSON.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count > 9, parts[1].allSatisfy(\.isNumber) else {
      return try time("tstamp")
    }
    guard let time = Timestamp(decimalSeconds: "\(parts[0]).\(parts[1].prefix(9))") else {
      throw wrongType("tstamp", value, "a time in seconds since 1970")
    }
    keep("tstamp", value.rawJSON)
    return time.nanoseconds
  }
}
