package import Storage

/// Computes what models have on boards from the judgments, for any reading of the facts.
///
/// The rollup is this for the reading of everything known now, kept.
package final class BoardComputation {
  private let connection: Connection
  private let facts: FactFilter
  private let reader: VerdictReader
  /// The scale that the template with a body states, by the body's text id.
  let scales: [Int64: ClosedRange<Double>]

  package init(_ connection: Connection, _ facts: FactFilter) throws {
    self.connection = connection
    self.facts = facts
    reader = VerdictReader(connection, facts)
    scales = try Self.statedScales(connection, facts)
  }

  /// Every model of a board, in order of the models' numbers.
  ///
  /// - Complexity: O(judgments of the board).
  package func models(benchmarkID: Int64, judgeID: Int64, mode: JudgingMode) throws -> [BoardModel]
  {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    let rows = try modelIDs(on: name).map { try row(name, modelID: $0) }
      .filter { !$0.canonical.isEmpty }
    let editions = try editions(rows).editions
    return rows.map { row in
      var model = model(row, mode: mode)
      model.edition = editions[row.modelID] ?? 1
      return model
    }
  }

  /// One model of a board, by itself, with the judgments that stand for it; nil where it has none.
  ///
  /// - Parameter set: which of its answer sets, counted from 1; nil: the newest.
  /// - Complexity: O(judgments of the model on the board).
  package func model(
    benchmarkID: Int64, judgeID: Int64, modelID: Int64, set: Int?, mode: JudgingMode
  ) throws -> (model: BoardModel, records: Set<Int64>)? {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    let row = BoardRow(modelID: modelID, try reader.verdicts(name, modelID: modelID), set: set)
    guard !row.canonical.isEmpty else { return nil }
    return (
      BoardModel(row, set: set, mode: mode, scales: scales), Set(row.canonical.map(\.recordID))
    )
  }

  /// The judgments of a model on a board that stand in none of its answer sets.
  package func superseded(
    benchmarkID: Int64, judgeID: Int64, modelID: Int64
  ) throws -> Set<Int64> {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    return Set(try row(name, modelID: modelID).superseded.map(\.recordID))
  }

  func row(_ name: BoardName, modelID: Int64) throws -> BoardRow {
    BoardRow(modelID: modelID, try verdicts(name, modelID: modelID))
  }

  /// Every verdict that concerns a model.
  func verdicts(_ name: BoardName, modelID: Int64) throws -> [Verdict] {
    try reader.verdicts(name, modelID: modelID)
  }

  func model(_ row: BoardRow, mode: JudgingMode) -> BoardModel {
    BoardModel(row, set: nil, mode: mode, scales: scales)
  }

  /// The edition of each row by its model, and what the rows were judged with.
  func editions(
    _ rows: [BoardRow]
  ) throws -> (editions: [Int64: Int], contexts: BoardContexts) {
    var contexts = BoardContexts()
    for row in rows { contexts.add(row.contexts) }
    guard !contexts.conflicts.isEmpty else { return ([:], contexts) }
    let name = try connection.prepare("SELECT name FROM models WHERE id = $1")
    let named = try rows.map { row in
      (row: row, name: try name.first([.integer(row.modelID)]) { try $0.text(0) } ?? "")
    }
    let ordered = named.sorted { left, right in
      let times = (left.row.firstJudgedAt ?? .max, right.row.firstJudgedAt ?? .max)
      return times.0 != times.1 ? times.0 < times.1 : left.name < right.name
    }
    let editions = BoardContexts.editions(ordered.map(\.row), conflicts: contexts.conflicts)
    return (editions, contexts)
  }

  // MARK: - Private

  /// Every model that a judge's judgments concern, by the model it is read as.
  private func modelIDs(on name: BoardName) throws -> [Int64] {
    var ids: Set<Int64> = []
    for judgeID in facts.effects.judges.members(of: name.judgeID) {
      try connection.forEach(
        """
        SELECT DISTINCT j.model_id, j.opponent_id FROM judgments j
        JOIN questions q ON q.id = j.question_id WHERE j.judge_id = $1 AND q.benchmark_id = $2
        """, [.integer(judgeID), .integer(name.benchmarkID)]
      ) { row in
        ids.insert(facts.effects.models.root(of: try row.integer(0)))
        if let opponentID = row.optionalInteger(1) {
          ids.insert(facts.effects.models.root(of: opponentID))
        }
      }
    }
    return ids.sorted()
  }

  /// By the text id of the body; a body that two templates give different scales has none.
  private static func statedScales(
    _ connection: Connection, _ facts: FactFilter
  ) throws -> [Int64: ClosedRange<Double>] {
    var scales: [Int64: Set<ClosedRange<Double>?>] = [:]
    try connection.forEach(
      """
      SELECT t.body_text_id, t.scale_low, t.scale_high, t.record_id, r.recorded_at
      FROM prompt_templates t JOIN records r ON r.id = t.record_id
      """
    ) { row in
      guard facts.counts(record: try row.integer(3), recordedAt: try row.integer(4)) else { return }
      scales[try row.integer(0), default: []].insert(
        ClosedRange(from: row.optionalReal(1), to: row.optionalReal(2)))
    }
    return scales.compactMapValues { $0.count == 1 ? $0.first.flatMap { $0 } : nil }
  }
}
