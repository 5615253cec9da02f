package import Storage

/// What one model has on a board: a row of the rollup, or the same computed for another reading.
package struct BoardModel: Sendable {
  package let modelID: Int64
  /// Above 1 where questions or references differ from edition 1's.
  package var edition: Int
  /// Which answer set it is, and how many the model has.
  package var answerSet: Int
  package let answerSets: Int
  /// Canonical scored judgments, or decided pairs.
  package let n: Int
  /// Slots whose canonical judgment has no score.
  package let failed: Int
  /// nil: not known for any.
  package let truncated: Int?
  package let sum: Double
  /// The lowest and the highest score; nil without one, and in pairwise mode.
  package var range: ClosedRange<Double>?
  /// Scored judgments and the sum of their scores, of turn 1 and 2.
  package let turns: [(n: Int, sum: Double)]
  /// All 0 in single mode.
  package let games: (wins: Int, losses: Int, ties: Int)
  package let clusters: ClusterSums
  /// What all templates of the row state; nil: unknown, or several.
  package var scale: ClosedRange<Double>?
  package let firstJudgedAt: Int64?
  package let lastJudgedAt: Int64?
  /// Judgments that stand in none of the answer sets, and those of them without a score.
  package let superseded: (count: Int, failed: Int)
  /// Empty where they were not asked for.
  package var slots: SlotVector

  /// The columns of a row of `board_models`, without its slots.
  static let columns = [
    "model_id", "edition", "answer_set", "answer_sets", "n", "failed", "truncated", "score_sum",
    "score_low", "score_high", "first_turn_n", "first_turn_sum", "second_turn_n",
    "second_turn_sum", "wins", "losses", "ties", "clusters", "sum_squares", "sum_products",
    "count_squares", "scale_low", "scale_high", "first_judged_at", "last_judged_at",
    "superseded", "superseded_failed",
  ]

  /// The rows of a board as the rollup has them.
  package static func stored(
    _ connection: Connection, boardID: Int64, withSlots: Bool
  ) throws -> [BoardModel] {
    let names = columns + (withSlots ? ["slots"] : [])
    return try connection.all(
      "SELECT \(names.joined(separator: ", ")) FROM board_models WHERE board_id = $1 ORDER BY model_id",
      [.integer(boardID)]
    ) { row in try BoardModel(row, withSlots: withSlots) }
  }

  func insert(_ connection: Connection, boardID: Int64) throws {
    try connection.prepareInsert("board_models", ["board_id"] + Self.columns + ["slots"]).run(
      [.integer(boardID)] + values + [.bytes(slots.packed)])
  }

  /// The values of `columns`.
  var values: [SQLValue] {
    [
      .integer(modelID), .integer(edition), .integer(answerSet), .integer(answerSets),
      .integer(n), .integer(failed), .optional(truncated.map(Int64.init)), .real(sum),
      .optional(range?.lowerBound), .optional(range?.upperBound),
      .integer(turns[0].n), .real(turns[0].sum), .integer(turns[1].n), .real(turns[1].sum),
      .integer(games.wins), .integer(games.losses), .integer(games.ties),
      .integer(clusters.count), .real(clusters.sumSquares), .real(clusters.sumProducts),
      .real(clusters.countSquares), .optional(scale?.lowerBound), .optional(scale?.upperBound),
      .optional(firstJudgedAt), .optional(lastJudgedAt),
      .integer(superseded.count), .integer(superseded.failed),
    ]
  }

  // MARK: - Private

  private init(_ row: borrowing Row, withSlots: Bool) throws {
    modelID = try row.integer(0)
    edition = try row.int(1)
    answerSet = try row.int(2)
    answerSets = try row.int(3)
    n = try row.int(4)
    failed = try row.int(5)
    truncated = row.optionalInteger(6).map { Int($0) }
    sum = try row.real(7)
    range = ClosedRange(from: row.optionalReal(8), to: row.optionalReal(9))
    turns = [(try row.int(10), try row.real(11)), (try row.int(12), try row.real(13))]
    games = (try row.int(14), try row.int(15), try row.int(16))
    clusters = ClusterSums(
      count: try row.int(17), sumSquares: try row.real(18), sumProducts: try row.real(19),
      countSquares: try row.real(20))
    scale = ClosedRange(from: row.optionalReal(21), to: row.optionalReal(22))
    firstJudgedAt = row.optionalInteger(23)
    lastJudgedAt = row.optionalInteger(24)
    superseded = (try row.int(25), try row.int(26))
    slots = SlotVector(packed: withSlots ? try row.bytes(27) : [])
  }
}

extension BoardModel {
  /// What a model's judgments give.
  ///
  /// - Parameter scales: the scale that the template with a body states, by the body's text id.
  init(_ row: BoardRow, set: Int?, mode: JudgingMode, scales: [Int64: ClosedRange<Double>]) {
    let values = row.scored.map(\.value)
    let isPairwise = mode == .pairwise
    modelID = row.modelID
    edition = 1
    answerSet = set ?? row.answerSets
    answerSets = row.answerSets
    n = values.count
    failed = row.canonical.count - values.count
    truncated = nil
    sum = values.sum
    range = isPairwise ? nil : ClosedRange(from: values.min(), to: values.max())
    turns = [1, 2].map { turn in
      let ofTurn = row.scored.filter { $0.slot.turn == turn }.map(\.value)
      return (ofTurn.count, ofTurn.sum)
    }
    func count(_ value: Double) -> Int { isPairwise ? values.count { $0 == value } : 0 }
    games = (count(1), count(0), count(0.5))
    clusters = row.clusters
    scale = row.statedScale(scales)
    firstJudgedAt = row.firstJudgedAt
    lastJudgedAt = row.canonical.compactMap(\.judgedAt).max()
    superseded = (row.superseded.count, row.superseded.count { $0.value == nil })
    slots = row.vector
  }
}
