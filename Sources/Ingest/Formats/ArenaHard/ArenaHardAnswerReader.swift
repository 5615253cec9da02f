internal import Warehouse

/// Answers of Arena-Hard: `question_id`, `answer_id`, `model_id`, `choices` whose turns have a
/// `content`; or `uid`, `ans_id`, `model`, `messages`.
///
/// The model is the one that the record names, as judgments do; the file's name is often shorter.
struct ArenaHardAnswerReader: RecordReader {
  let benchmark: String

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.arenaHardID()
    let isNew = fields.has("messages")
    let model = try fields.requiredText(isNew ? "model" : "model_id")
    let externalID = try fields.text(isNew ? "ans_id" : "answer_id")
    let turns = isNew ? try messages(&fields) : try choices(&fields)
    return .answer(
      AnswerRecord(
        question: QuestionName(benchmark: benchmark, externalID: id), model: model, role: .answer,
        conditions: nil, externalID: externalID, modelLabel: nil,
        answeredAt: try fields.arenaHardTime(), turns: turns))
  }

  // MARK: - Private

  private func choices(_ fields: inout RecordFields) throws -> [AnswerRecord.Turn] {
    guard let choices = fields.value("choices") else { throw fields.missing("choices") }
    var turns: [AnswerRecord.Turn] = []
    for (position, choice) in choices.elements.enumerated() {
      let sample = Int(choice["index"]?.int64 ?? Int64(position))
      for (turn, element) in (choice["turns"].map { Array($0.elements) } ?? []).enumerated() {
        guard let content = element["content"] else {
          throw RecordProblem("turn \(turn + 1) of choice \(sample) has no \"content\"")
        }
        if let count = element["token_len"] {
          fields.keep("/choices/\(sample)/turns/\(turn)/token_len", count.rawJSON)
        }
        turns.append(try self.turn(content, sample: sample, turn: turn + 1, &fields))
      }
    }
    guard !turns.isEmpty else { throw RecordProblem("field \"choices\" has no text") }
    return turns
  }

  /// What the assistant said, in order; `content` is the text, or an object with `answer`.
  private func messages(_ fields: inout RecordFields) throws -> [AnswerRecord.Turn] {
    guard let messages = fields.value("messages") else { throw fields.missing("messages") }
    var turns: [AnswerRecord.Turn] = []
    for message in messages.elements where message["role"]?.string() == "assistant" {
      guard let content = message["content"] else {
        throw RecordProblem("a message of the assistant has no \"content\"")
      }
      let answer = content.kind == .object ? content["answer"] : content
      guard let answer else { throw RecordProblem("a message has no \"answer\"") }
      turns.append(try turn(answer, sample: 0, turn: turns.count + 1, &fields))
    }
    guard !turns.isEmpty else { throw RecordProblem("field \"messages\" has no answer") }
    return turns
  }

  private func turn(
    _ content: JSONNode, sample: Int, turn: Int, _ fields: inout RecordFields
  ) throws -> AnswerRecord.Turn {
    let text = try fields.storedText(of: content) { "turn \(turn) of choice \(sample)" }
    let isError = text.utf8.elementsEqual(FailedVerdict.text.utf8)
    return AnswerRecord.Turn(
      sample: sample, turn: turn, outcome: isError ? .apiError : .answered, text: text)
  }
}
