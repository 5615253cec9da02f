internal import Storage

/// What one transaction of a copy carries: records with all they say, and the boards they touch.
struct CopiedUnit {
  let carrier: RowCarrier
  private let to: Connection
  private var touched = TouchedBoards()

  init(carrier: RowCarrier, to: Connection) {
    self.carrier = carrier
    self.to = to
  }

  /// Carries records; those that are there have their contents already.
  mutating func carryRecords(_ ids: [Int64]) throws {
    guard let records = CopiedTable.numbered["records"] else { return }
    let carried = try carrier.carry(records, numbered: ids)
    let made = ids.filter(carried.made.contains)
    for table in CopiedTable.contents {
      try carrier.carry(table, where: "record_id", in: made, isNew: true)
    }
    let prompts = try carrier.related("prompt_id", of: "judgments", where: "record_id", in: made)
    try carrier.carry(CopiedTable.unresolvedPrompts, where: "prompt_id", in: prompts)
    // Nobody else makes records meanwhile, so their numbers have no gap.
    let numbers = made.compactMap { carried.numbers[$0] }
    guard let first = numbers.min(), let last = numbers.max() else { return }
    let range: [SQLValue] = [.integer(first), .integer(last)]
    try touch("j.record_id BETWEEN $1 AND $2", range)
    // A template says what scale the judgments have that were made with it, whoever brought them.
    let hasTemplate = try to.first(
      "SELECT 1 FROM prompt_templates WHERE record_id BETWEEN $1 AND $2 LIMIT 1", range
    ) { _ in true }
    if hasTemplate == true { touched.addEverything() }
  }

  /// Lets go of texts of prompts that are rebuilt by now, and computes the boards.
  mutating func finish() throws {
    // A prompt that was rebuilt says of judgments which were there what they are about. Looked for
    // once, a few too many: no index leads from prompts to judgments.
    let prompts = CopiedTable.numbered["prompts"].map(carrier.changed) ?? []
    if let first = prompts.min(), let last = prompts.max() {
      try touch("j.prompt_id BETWEEN $1 AND $2", [.integer(first), .integer(last)])
    }
    try to.execute(
      """
      DELETE FROM unresolved_prompts WHERE prompt_id IN (
        SELECT p.id FROM prompts p JOIN unresolved_prompts u ON u.prompt_id = p.id
        WHERE p.body_text_id IS NOT NULL)
      """)
    try BoardRollup(to).recompute(touched)
  }

  // MARK: - Private

  /// Notes the boards of judgments `j`.
  private mutating func touch(_ condition: StaticString, _ values: [SQLValue]) throws {
    try to.forEach(
      """
      SELECT DISTINCT q.benchmark_id, j.judge_id, j.model_id, j.opponent_id FROM judgments j
      JOIN questions q ON q.id = j.question_id WHERE \(condition)
      """, values
    ) { row in
      touched.add(
        benchmarkID: try row.integer(0), judgeID: try row.integer(1),
        modelIDs: [try row.integer(2)] + (row.optionalInteger(3).map { [$0] } ?? []))
    }
  }
}
