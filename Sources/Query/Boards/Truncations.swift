internal import Storage
internal import Warehouse

/// Answers that ended at their limit of tokens, as far as somebody said how they ended: of those
/// that the program asked for itself.
struct Truncations {
  private struct Place: Hashable {
    let benchmarkID: Int64
    let modelID: Int64
  }

  private var counts: [Place: Int] = [:]

  /// - Complexity: O(answers) in a store with calls, O(1) in one without.
  init(_ connection: Connection, _ facts: FactFilter, where counts: (Int64, Int) -> Bool) throws {
    guard try connection.first("SELECT 1 FROM calls LIMIT 1", [], { _ in true }) ?? false else {
      return
    }
    try connection.forEach(
      """
      SELECT DISTINCT q.benchmark_id, w.model_id FROM work_items w
      JOIN questions q ON q.id = w.question_id WHERE w.kind = 'generate'
      """
    ) { row in
      let modelID = facts.effects.models.root(of: try row.integer(1))
      self.counts[Place(benchmarkID: try row.integer(0), modelID: modelID)] = 0
    }
    try connection.forEach(
      """
      SELECT DISTINCT q.benchmark_id, r.model_id, a.question_id, a.sample, a.turn, a.record_id,
        x.recorded_at
      FROM answers a JOIN answer_records r ON r.record_id = a.record_id
      JOIN records x ON x.id = a.record_id JOIN questions q ON q.id = a.question_id
      WHERE a.outcome = 'truncated' AND r.role = 'answer'
      """
    ) { row in
      let (questionID, turn) = (try row.integer(2), try row.int(4))
      guard counts(questionID, turn),
        facts.counts(record: try row.integer(5), recordedAt: try row.integer(6))
      else { return }
      let modelID = facts.effects.models.root(of: try row.integer(1))
      self.counts[Place(benchmarkID: try row.integer(0), modelID: modelID), default: 0] += 1
    }
  }

  /// How many of a model's answers to a benchmark; nil where nobody says how they ended.
  func count(benchmarkID: Int64, modelID: Int64) -> Int? {
    counts[Place(benchmarkID: benchmarkID, modelID: modelID)]
  }
}
