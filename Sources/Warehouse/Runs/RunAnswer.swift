internal import Storage

/// One text that a model gave in a run.
package struct RunAnswer: Sendable {
  package let question: QuestionName
  package let model: String
  package let sample: Int
  package let turn: Int
  package let outcome: AnswerOutcome
  package var finishReason: String?
  package var text: StoredText?
  package var call: Int64?
  package var answeredAt: Int64?
  package var conditions = Conditions()
  /// The conversation that this turn goes on with; nil: it begins one.
  package var conversation: Key?

  package init(
    question: QuestionName, model: String, sample: Int, turn: Int, outcome: AnswerOutcome
  ) {
    self.question = question
    self.model = model
    self.sample = sample
    self.turn = turn
    self.outcome = outcome
  }

  /// The key of a conversation that begins in a run.
  package func newConversation(in run: Key) -> Key {
    var form = CanonicalForm("conversation")
    form.add(run)
    form.add(question.benchmark)
    form.add(question.externalID)
    form.add(model)
    form.add(Int64(sample))
    return form.key()
  }
}

extension RunWriter {
  /// Writes a text as a turn of its conversation, which is made where it begins.
  package func write(_ answer: RunAnswer) throws {
    let names = try names()
    let questionID = try names.question(answer.question)
    let key = answer.conversation ?? answer.newConversation(in: run.key)
    let (recordID, isNew) = try recordID(key, kind: "answer")
    if isNew {
      try connection.prepareInsert(
        "answer_records",
        ["record_id", "question_id", "model_id", "role", "conditions_id", "answered_at"]
      ).run([
        .integer(recordID), .integer(questionID), .integer(try names.model(answer.model)),
        .text(AnswerRecord.Role.answer.rawValue),
        .integer(try conditionsID(answer.conditions)), .optional(answer.answeredAt),
      ])
    }
    try insert(
      into: "answers",
      [
        "record_id", "sample", "turn", "question_id", "outcome", "finish_reason", "text_id",
        "call_id",
      ]
    ).run([
      .integer(recordID), .integer(answer.sample), .integer(answer.turn), .integer(questionID),
      .text(answer.outcome.rawValue), .optional(answer.finishReason),
      .optional(try answer.text.map(textID)), .optional(answer.call),
    ])
  }

  private func conditionsID(_ conditions: Conditions) throws -> Int64 {
    let stop = conditions.stop.map { texts in
      "[" + texts.map(JSONText.quoted).joined(separator: ", ") + "]"
    }
    return try keyed(
      "conditions", key: "conditions_key",
      columns: [
        "temperature", "max_tokens", "top_p", "seed", "stop", "system_text_id",
        "chat_template_text_id", "base_model", "adapter", "adapter_rank", "adapter_alpha",
        "revision",
      ]
    ).findOrMake(
      [conditions.key.sqlValue],
      [
        .optional(conditions.temperature), .optional(conditions.maxTokens),
        .optional(conditions.topP), .optional(conditions.seed), .optional(stop),
        .optional(try conditions.systemPrompt.map { try textID(StoredText($0)) }),
        .optional(try conditions.chatTemplate.map { try textID(StoredText($0)) }),
        .optional(conditions.weights?.baseModel), .optional(conditions.weights?.adapter),
        .optional(conditions.weights?.rank), .optional(conditions.weights?.alpha),
        .optional(conditions.weights?.revision),
      ]
    ).id
  }
}
