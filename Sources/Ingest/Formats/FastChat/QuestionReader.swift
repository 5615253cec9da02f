internal import Warehouse

/// `question.jsonl`: `question_id`, `category`, `turns`, `reference`?, `required_temperature`?.
struct QuestionReader: RecordReader {
  let benchmark: String

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    guard let turns = fields.value("turns") else { throw fields.missing("turns") }
    guard turns.kind == .array else { throw fields.wrongType("turns", turns, "a list of texts") }
    guard turns.count > 0 else { throw RecordProblem("field \"turns\" is empty") }
    return .question(
      QuestionRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        category: try fields.text("category"),
        requiredTemperature: try fields.number("required_temperature"),
        turns: try turns.elements.map { turn in
          try fields.storedText(of: turn) { "a turn of field \"turns\"" }
        }))
  }
}
