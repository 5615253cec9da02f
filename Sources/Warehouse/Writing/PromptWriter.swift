internal import Storage

/// Stores judge prompts, as their parts where the store can rebuild them.
final class PromptWriter {
  /// A prompt, and the slot it was met in.
  struct Met {
    let prompt: StoredText
    let slot: PromptResolver.Slot
  }

  private let connection: Connection
  private let facts: FactRows
  private let prompts: KeyedRows
  // Reads what the store has: made anew when that is more.
  private var resolver: PromptResolver?
  private var newTexts = NewTexts()

  /// What arrived that may explain prompts which are stored whole.
  private struct NewTexts {
    var hasTemplate = false
    var questionIDs: Set<Int64> = []
  }

  private static let partColumns =
    ["resolved_at", "body_text_id"] + PromptPlaceholder.allCases.map(\.column)

  init(_ connection: Connection, _ facts: FactRows) throws {
    self.connection = connection
    self.facts = facts
    prompts = try KeyedRows(
      connection, "prompts", key: "prompt_key", columns: Self.partColumns)
  }

  /// The rows of prompts, in their order.
  ///
  /// Those that the store does not have yet are rebuilt from what it has, or wait whole.
  ///
  /// - Parameter now: when the store learns them.
  func ids(of met: [Met], now: Int64) throws -> [Int64] {
    var seen: Set<Key> = []
    let distinct = met.filter { seen.insert($0.prompt.key).inserted }
    let rows = try make(distinct, now: now)
    if distinct.count == met.count { return rows.map(\.id) }
    let ids = Dictionary(
      uniqueKeysWithValues: zip(distinct, rows).map { ($0.prompt.key, $1.id) })
    return met.compactMap { ids[$0.prompt.key] }
  }

  /// The few that are there are rebuilt in vain; to look for each before costs more.
  private func make(_ met: [Met], now: Int64) throws -> [KeyedRows.Found] {
    guard !met.isEmpty else { return [] }
    let resolver = try resolver ?? PromptResolver(connection)
    self.resolver = resolver
    try resolver.prepare(for: met.map(\.slot))
    let resolutions = try met.map { try resolver.resolve($0.prompt.utf8, in: $0.slot) }
    let rows = try prompts.findOrMake(met.map(\.prompt.key)) { place in
      Self.parts(of: resolutions[place], now: now)
    }
    for ((one, resolution), row) in zip(zip(met, resolutions), rows)
    where resolution == nil && row.isNew {
      facts.unresolvedPrompts.append([
        .integer(row.id), .integer(one.slot.questionID), .integer(one.slot.modelID),
        .optional(one.slot.opponentID), .utf8(one.prompt.utf8),
      ])
    }
    return rows
  }

  /// Says that a template came, which may explain any prompt.
  func noteNewTemplate() {
    newTexts.hasTemplate = true
    resolver = nil
  }

  /// Says that a text came which belongs to a question.
  func noteNewTexts(questionID: Int64) {
    newTexts.questionIDs.insert(questionID)
    resolver = nil
  }

  /// Rebuilds prompts that are stored whole and that the new texts explain.
  ///
  /// - Parameter now: when the store learns that it can.
  /// - Returns: whether there were any.
  func resolvePending(now: Int64) throws -> Bool {
    guard newTexts.hasTemplate || !newTexts.questionIDs.isEmpty else { return false }
    let resolver = try PromptResolver(connection)
    guard resolver.hasTemplates else { return false }
    let assignments = Self.partColumns.enumerated().map { "\($1) = $\($0 + 2)" }
    let setParts = try connection.prepare(
      "UPDATE prompts SET \(assignments.joined(separator: ", ")) WHERE id = $1")
    let forgetText = try connection.prepare("DELETE FROM unresolved_prompts WHERE prompt_id = $1")
    var resolvedAny = false
    for questionID in try pendingQuestions() {
      let prompts = try pendingPrompts(questionID)
      try resolver.prepare(for: prompts.map(\.slot))
      for pending in prompts {
        guard let resolution = try resolver.resolve(pending.text[...], in: pending.slot) else {
          continue
        }
        try setParts.run([.integer(pending.promptID)] + Self.parts(of: resolution, now: now))
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

  private static func parts(
    of resolution: PromptResolver.Resolution?, now: Int64
  ) -> [SQLValue] {
    guard let resolution else { return [SQLValue](repeating: .null, count: partColumns.count) }
    return [.integer(now), .integer(resolution.bodyTextID)]
      + resolution.texts.map(SQLValue.optional)
  }
}
