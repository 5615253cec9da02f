internal import Storage
internal import Warehouse

/// Asks questions, turn by turn.
struct GenerationDesk: Desk {
  let part: WorkPart
  let role = CallRecord.Role.generate
  let hollow = HollowItems()
  let call: CallSettings
  private let settings: GenerationSettings
  private let planned: PlannedItems<PlannedAnswer>
  private let store: Store
  private let run: Key

  init(_ plan: GenerationPlan, run: RunIdentity, store: Store) {
    settings = plan.settings
    call = plan.settings.call
    part = WorkPart(
      .generate, configuration: plan.configuration, benchmark: settings.benchmark,
      model: call.model)
    self.run = run.key
    self.store = store
    planned = PlannedItems(plan.answers, in: run.key) { $0.slot }
  }

  /// Another version is told within a run: answers of several stand beside one another anyway.
  func versions(_ writer: RunWriter) -> JudgeVersions { JudgeVersions() }

  func chat(for item: Key) async throws -> ChatRequest? {
    guard let planned = planned[item] else { return nil }
    let turn = planned.slot.turn
    let earlier = turn > 1 ? try await earlierAnswers(planned) : []
    // What was not answered cannot be gone on with.
    guard earlier.count == turn - 1 else { return nil }
    var messages: [ChatMessage] = []
    if let system = settings.systemPrompt { messages.append(ChatMessage(.system, system)) }
    for (question, answer) in zip(planned.question.turns, earlier) {
      messages.append(ChatMessage(.user, question.text))
      messages.append(ChatMessage(.assistant, answer))
    }
    messages.append(ChatMessage(.user, planned.question.turns[turn - 1].text))
    var chat = call.chat(messages)
    chat.temperature = planned.conditions.temperature
    if let template = settings.chatTemplate {
      chat.extraFields["chat_template"] = JSONText.quoted(template)
    }
    return chat
  }

  func write(_ result: CallResult, for item: Key, _ writer: RunWriter) throws {
    guard let planned = planned[item] else { return }
    var answer = RunAnswer(
      question: planned.slot.question, model: planned.slot.model, sample: planned.slot.sample,
      turn: planned.slot.turn, outcome: result.answerOutcome)
    if result.text?.isEmpty ?? true { hollow.insert(item) }
    answer.finishReason = result.finishReason
    answer.text = result.text.map { StoredText($0) }
    answer.call = result.call
    answer.answeredAt = result.finishedAt
    answer.conditions = planned.conditions
    answer.conversation = planned.conversation
    try writer.write(answer)
  }

  // MARK: - Private

  /// The answers before this turn, as far as they have texts.
  private func earlierAnswers(_ planned: PlannedAnswer) async throws -> [String] {
    let slot = planned.slot
    let key =
      planned.conversation
      ?? RunAnswer(
        question: slot.question, model: slot.model, sample: slot.sample, turn: 1,
        outcome: .answered
      ).newConversation(in: run)
    return try await store.database.read { connection in
      try connection.all(
        """
        SELECT t.content FROM records r JOIN answers a ON a.record_id = r.id
        JOIN texts t ON t.id = a.text_id
        WHERE r.record_key = $1 AND a.sample = $2 AND a.turn < $3 ORDER BY a.turn
        """, [.bytes(key.bytes), .integer(slot.sample), .integer(slot.turn)]
      ) { try $0.text(0) }
    }
  }
}

extension CallResult {
  /// What a reply is as an answer.
  fileprivate var answerOutcome: AnswerOutcome {
    switch outcome {
    case .refused: .refused
    case .truncated: .truncated
    case .filtered: .filtered
    case .ok, .timeout, .cancelled, .apiError, .unknownBilling: .answered
    }
  }
}
