internal import Storage

/// A verdict that a run brought: a score for one answer, or both games of a pair.
package struct RunJudgment: Sendable {
  /// What was judged, as the work item names it; of a pair either game.
  package let slot: WorkSlot
  package let judge: JudgeIdentity
  /// nil: it is not known under which name the prompt was sent.
  package let promptName: String?
  package let games: [Game]
  /// The record whose text was read again; nil: the judge was asked.
  package let rereading: Key?

  /// One thing that a judge said.
  package struct Game: Sendable {
    /// 0, or which game of a pair.
    package let number: Int
    package let outcome: JudgmentOutcome
    package var score: Double?
    package var winner: Winner?
    package let prompt: PromptParts
    package var textID: Int64?
    package let call: Int64?
    package let judgedAt: Int64?
    package let durationNanoseconds: Int64?

    package init(
      number: Int, outcome: JudgmentOutcome, prompt: PromptParts, call: Int64?, judgedAt: Int64?,
      durationNanoseconds: Int64?
    ) {
      self.number = number
      self.outcome = outcome
      self.prompt = prompt
      self.call = call
      self.judgedAt = judgedAt
      self.durationNanoseconds = durationNanoseconds
    }
  }

  package init(
    slot: WorkSlot, judge: JudgeIdentity, promptName: String?, games: [Game],
    rereading: Key? = nil
  ) {
    self.slot = slot
    self.judge = judge
    self.promptName = promptName
    self.games = games
    self.rereading = rereading
  }

  /// The same verdict with further games.
  package func adding(_ games: [Game]) -> RunJudgment {
    RunJudgment(
      slot: slot, judge: judge, promptName: promptName, games: self.games + games,
      rereading: rereading)
  }

  /// The record's key: of the run, the slot, and what the judge said in it; of a text that is read
  /// again, of its record and the parser.
  ///
  /// Those about one model lie together, as they are written: an index of keys that fall anywhere
  /// was most of what a commit wrote.
  func key(in run: Key) -> Key {
    if let rereading {
      var form = CanonicalForm("judgment read again")
      form.add(rereading)
      form.add(judge.parser)
      return form.key()
    }
    var form = CanonicalForm("judgment of a run")
    form.add(slot.game == 2 ? slot.otherGame?.key(in: run) : slot.key(in: run))
    form.add(judge.key)
    form.addList(count: games.count)
    for game in games {
      form.add(Int64(game.number))
      form.add(game.judgedAt)
    }
    return form.key().beside(Key(of: slot.model.utf8))
  }
}

/// A judge prompt by the texts of the store that give it byte for byte.
package struct PromptParts: Sendable, Hashable {
  /// Digest of the whole prompt.
  package let key: Key
  package let bodyTextID: Int64
  package let textIDs: [PromptPlaceholder: Int64]

  package init(key: Key, bodyTextID: Int64, textIDs: [PromptPlaceholder: Int64]) {
    self.key = key
    self.bodyTextID = bodyTextID
    self.textIDs = textIDs
  }
}

extension RunWriter {
  /// Writes a verdict, or finds it written.
  package func write(_ judgment: RunJudgment) throws {
    let names = try names()
    let slot = judgment.slot
    let (recordID, isNew) = try recordID(judgment.key(in: run.key), kind: "judgment")
    let questionID = try names.question(slot.question)
    let judgeID = try names.judge(judgment.judge)
    let modelID = try names.model(slot.model)
    let opponentID = try slot.opponent.map(names.model)
    // Also of one that is written: who wrote it may have been killed before its boards were computed.
    touched.add(
      benchmarkID: try names.benchmark(slot.question.benchmark), judgeID: judgeID,
      modelIDs: [modelID] + (opponentID.map { [$0] } ?? []))
    guard isNew else { return }
    let promptNameID = try judgment.promptName.flatMap {
      try names.protocolPrompt($0, of: judgment.judge)
    }
    let insert = try insert(
      into: "judgments",
      [
        "record_id", "game", "question_id", "judge_id", "model_id", "opponent_id", "sample",
        "turn", "repeat_no", "outcome", "score", "winner", "protocol_prompt_id", "prompt_id",
        "text_id", "judged_at", "duration_ns", "call_id",
      ])
    for game in judgment.games {
      try insert.run([
        .integer(recordID), .integer(game.number), .integer(questionID), .integer(judgeID),
        .integer(modelID), .optional(opponentID), .integer(slot.sample), .integer(slot.turn),
        .integer(slot.repeatNumber), .text(game.outcome.rawValue), .optional(game.score),
        .optional(game.winner?.rawValue), .optional(promptNameID),
        .integer(try promptID(game.prompt)), .optional(game.textID), .optional(game.judgedAt),
        .optional(game.durationNanoseconds), .optional(game.call),
      ])
    }
  }

  private func promptID(_ parts: PromptParts) throws -> Int64 {
    try keyed(
      "prompts", key: "prompt_key",
      columns: ["resolved_at", "body_text_id"] + PromptPlaceholder.allCases.map(\.column)
    ).makeOrFind(
      [parts.key.sqlValue],
      [.integer(now), .integer(parts.bodyTextID)]
        + PromptPlaceholder.allCases.map { .optional(parts.textIDs[$0]) }
    ).id
  }
}
