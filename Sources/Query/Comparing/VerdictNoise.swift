internal import Storage
internal import Warehouse

/// How much a judge's scores of the same answer vary, from verdicts that a run repeated.
struct VerdictNoise {
  private let computation: BoardComputation

  /// What repeats of one model's answers tell.
  struct Repeats {
    /// Of one verdict around its answer's mean; nil without a repeat.
    let variance: Double?
    /// Answers that were judged more than once.
    let answers: Int
  }

  init(_ reader: StandingReader) throws {
    computation = try BoardComputation(reader.connection, reader.facts)
  }

  /// The pooled variance within answers of a model on a board.
  ///
  /// - Complexity: O(judgments of the model).
  func repeats(_ board: Board, modelID: Int64) throws -> Repeats {
    let values = try computation.values(
      benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: modelID)
    let bySlot = Dictionary(grouping: values.filter { $0.value != nil }) { value in
      [value.questionID, Int64(value.turn ?? 0), value.opponentID ?? 0, Int64(value.sample)]
    }
    var (squares, freedom, answers) = (0.0, 0, 0)
    for (_, values) in bySlot.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    where values.count > 1 {
      let scores = values.compactMap(\.value)
      let mean = scores.sum / Double(scores.count)
      squares += scores.map { ($0 - mean) * ($0 - mean) }.sum
      freedom += scores.count - 1
      answers += 1
    }
    return Repeats(variance: freedom > 0 ? squares / Double(freedom) : nil, answers: answers)
  }

  /// What repeats would average out of a question's difference; nil without a repeat.
  func variance(_ shared: SharedBoard) throws -> Double? {
    let board = shared.title.ranked.board
    let variances = try [shared.first, shared.second].compactMap {
      try repeats(board, modelID: $0.modelID).variance
    }
    guard variances.count == 2 else { return nil }
    let turns = Double(shared.slots.count) / Double(Set(shared.slots.map(\.questionID)).count)
    return variances.sum / turns
  }
}
