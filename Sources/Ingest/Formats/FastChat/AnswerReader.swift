internal import Warehouse

/// The records of `model_answer/MODEL.jsonl` and `reference_answer/JUDGE.jsonl`.
///
/// `question_id`, `answer_id`,
/// `model_id`, `choices`, `tstamp`, `generate_params`?. The model is named by the file.
struct AnswerReader: RecordReader {
  let benchmark: String
  let model: String
  let role: AnswerRecord.Role

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.identifier("question_id")
    guard let choices = fields.value("choices") else { throw fields.missing("choices") }
    guard choices.kind == .array else {
      throw fields.wrongType("choices", choices, "a list of choices")
    }
    let turns = try turns(of: choices, &fields)
    return .answer(
      AnswerRecord(
        question: QuestionName(benchmark: benchmark, externalID: id), model: model, role: role,
        conditions: conditions(&fields), externalID: try fields.text("answer_id"),
        modelLabel: try fields.text("model_id"), answeredAt: try fields.time("tstamp"),
        turns: turns))
  }

  // MARK: - Private

  private func turns(
    of choices: JSONNode, _ fields: inout RecordFields
  ) throws -> [AnswerRecord.Turn] {
    var turns: [AnswerRecord.Turn] = []
    var lastSample: Int64 = -1
    // A choice without a text has no row that could give it back.
    var isWhole = choices.count > 0
    for (position, choice) in choices.elements.enumerated() {
      guard choice.kind == .object, let sample = choice["index"]?.int64, sample > lastSample,
        let texts = choice["turns"], texts.kind == .array, choice.firstDuplicateKey == nil
      else {
        throw RecordProblem(
          "choice \(position + 1) is no object with \"turns\" and an \"index\" above the last "
            + "one's, each once")
      }
      lastSample = sample
      isWhole = isWhole && texts.count > 0
      for (turn, text) in texts.elements.enumerated() {
        let text = try fields.storedText(of: text) { "turn \(turn + 1) of choice \(sample)" }
        turns.append(
          AnswerRecord.Turn(
            sample: Int(sample), turn: turn + 1, outcome: Self.outcome(text), text: text))
      }
    }
    if isWhole { keepUnknown(choices, &fields) } else { fields.keep("choices", choices.rawJSON) }
    return turns
  }

  private func keepUnknown(_ choices: JSONNode, _ fields: inout RecordFields) {
    for choice in choices.elements {
      for member in choice.members {
        guard let sample = choice["index"]?.int64, let name = member.key(),
          name != "index", name != "turns"
        else { continue }
        fields.keep("/choices/\(sample)/\(name)", member.rawJSON)
      }
    }
  }

  /// FastChat writes this text where the call failed for good.
  private static func outcome(_ text: StoredText) -> AnswerOutcome {
    text.utf8.elementsEqual(FailedAnswer.text.utf8) ? .apiError : .answered
  }

  /// The settings that `generate_params` states; the object itself is kept too.
  private func conditions(_ fields: inout RecordFields) -> Conditions? {
    guard let parameters = fields.value("generate_params") else { return nil }
    fields.keep("generate_params", parameters.rawJSON)
    var conditions = Conditions()
    conditions.temperature = parameters["temperature"]?.double
    conditions.topP = parameters["top_p"]?.double
    conditions.maxTokens = parameters["max_new_token"]?.int64
    return conditions.isEmpty ? nil : conditions
  }
}

/// How FastChat writes that a model gave no answer.
enum FailedAnswer {
  /// In place of the answer.
  static let text = "$ERROR$"
}
