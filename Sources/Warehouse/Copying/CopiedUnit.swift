internal import Storage

/// What one transaction of a copy carries: records with all they say, and the boards they touch.
struct CopiedUnit {
  let carrier: RowCarrier
  private let to: Connection
  private var touched = TouchedBoards()
  private let judgments: Statement

  init(carrier: RowCarrier, to: Connection) throws {
    self.carrier = carrier
    self.to = to
    judgments = try to.prepare(
      """
      SELECT DISTINCT q.benchmark_id, j.judge_id, j.model_id, j.opponent_id FROM judgments j
      JOIN questions q ON q.id = j.question_id WHERE j.record_id BETWEEN $1 AND $2
      """)
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
    try judgments.forEach([.integer(first), .integer(last)]) { row in
      touched.add(
        benchmarkID: try row.integer(0), judgeID: try row.integer(1),
        modelIDs: [try row.integer(2)] + (row.optionalInteger(3).map { [$0] } ?? []))
    }
  }

  /// Lets go of texts of prompts that are rebuilt by now, and computes the boards.
  func finish() throws {
    try to.execute(
      """
      DELETE FROM unresolved_prompts WHERE prompt_id IN (
        SELECT p.id FROM prompts p JOIN unresolved_prompts u ON u.prompt_id = p.id
        WHERE p.body_text_id IS NOT NULL)
      """)
    try BoardRollup(to).recompute(touched)
  }
}
