internal import Storage

/// Stores judge prompts, as their parts where the store can rebuild them.
final class PromptWriter {
  private let connection: Connection
  private let facts: FactStatements
  private let prompts: KeyedTable
  private let setParts: Statement
  private let forgetText: Statement
  private var resolver: PromptResolver
  private var newTexts = NewTexts()

  /// What arrived in this source that may explain prompts which are stored whole.
  private struct NewTexts {
    var hasTemplate = false
    var questionIDs: Set<Int64> = []
  }

  private static let partColumns =
    ["resolved_at", "body_text_id"] + PromptPlaceholder.allCases.map(\.column)

  private let now: Int64

  init(_ connection: Connection, _ facts: FactStatements, now: Int64) throws {
    self.connection = connection
    self.facts = facts
    self.now = now
    prompts = try KeyedTable(
      connection, "prompts", key: ["prompt_key"], columns: Self.partColumns)
    let assignments = Self.partColumns.enumerated().map { "\($1) = $\($0 + 2)" }
    setParts = try connection.prepare(
      "UPDATE prompts SET \(assignments.joined(separator: ", ")) WHERE id = $1")
    forgetText = try connection.prepare("DELETE FROM unresolved_prompts WHERE prompt_id = $1")
    resolver = try PromptResolver(connection)
  }

  /// The row of a prompt that was met in a slot.
  func id(of prompt: StoredText, in slot: PromptResolver.Slot) throws -> Int64 {
    let key: [SQLValue] = [.bytes(prompt.key.bytes)]
    if let id = try prompts.find(key) { return id }
    let resolution = try resolver.resolve(prompt.utf8, in: slot)
    let id = try prompts.findOrMake(key, parts(of: resolution)).id
    if resolution == nil {
      try facts.unresolvedPrompt.run([
        .integer(id), .integer(slot.questionID), .integer(slot.modelID),
        .optional(slot.opponentID), .utf8(prompt.utf8),
      ])
    }
    return id
  }

  /// Says that a template came, which may explain any prompt.
  func noteNewTemplate() { newTexts.hasTemplate = true }

  /// Says that a text came which belongs to a question.
  func noteNewTexts(questionID: Int64) { newTexts.questionIDs.insert(questionID) }

  /// Rebuilds prompts that are stored whole and that the new texts explain.
  ///
  /// - Returns: whether there were any.
  func resolvePending() throws -> Bool {
    guard newTexts.hasTemplate || !newTexts.questionIDs.isEmpty else { return false }
    resolver = try PromptResolver(connection)
    guard resolver.hasTemplates else { return false }
    var resolvedAny = false
    let questionIDs = try pendingQuestions()
    for questionID in questionIDs {
      for pending in try pendingPrompts(questionID) {
        guard let resolution = try resolver.resolve(pending.text[...], in: pending.slot) else {
          continue
        }
        try setParts.run([.integer(pending.promptID)] + parts(of: resolution))
        try forgetText.run([.integer(pending.promptID)])
        resolvedAny = true
      }
    }
    return resolvedAny
  }

  // MARK: - Private

  private struct Pending {
    let promptID: Int64
    let slot: PromptResolver.Slot
    let text: [UInt8]
  }

  private func pendingQuestions() throws -> [Int64] {
    let all = try connection.all(
      "SELECT DISTINCT question_id FROM unresolved_prompts ORDER BY question_id"
    ) { try $0.integer(0) }
    return newTexts.hasTemplate ? all : all.filter(newTexts.questionIDs.contains)
  }

  private func pendingPrompts(_ questionID: Int64) throws -> [Pending] {
    try connection.all(
      """
      SELECT prompt_id, model_id, opponent_id, content FROM unresolved_prompts
      WHERE question_id = $1 ORDER BY prompt_id
      """, [.integer(questionID)]
    ) { row in
      let opponentID = row.optionalInteger(2)
      return Pending(
        promptID: try row.integer(0),
        slot: PromptResolver.Slot(
          mode: opponentID == nil ? .single : .pairwise, questionID: questionID,
          modelID: try row.integer(1), opponentID: opponentID),
        text: try row.bytes(3))
    }
  }

  private func parts(of resolution: PromptResolver.Resolution?) -> [SQLValue] {
    [.optional(resolution.map { _ in now }), .optional(resolution?.bodyTextID)]
      + PromptPlaceholder.allCases.map { .optional(resolution?.texts[$0]) }
  }
}
