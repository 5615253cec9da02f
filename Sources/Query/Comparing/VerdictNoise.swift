internal import Storage
internal import Warehouse

/// How much a judge's scores of the same answer vary, from verdicts that a run repeated.
struct VerdictNoise {
  private let computation: BoardComputation

  /// What repeats of one model's answers tell.
  struct Repeats {
    /// Of one verdict around its answer's mean; nil without a repeat.
    let variance: Double?
    /// The model's score over those answers, by the mean of each one's repeats; nil without any.
    let mean: Double?
    /// The same by the medians.
    let median: Double?
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
    var (squares, freedom) = (0.0, 0)
    var (means, medians): ([Double], [Double]) = ([], [])
    for (_, values) in bySlot.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
    where values.count > 1 {
      let scores = values.compactMap(\.value)
      let mean = scores.sum / Double(scores.count)
      squares += scores.map { ($0 - mean) * ($0 - mean) }.sum
      freedom += scores.count - 1
      means.append(mean)
      medians.append(Self.median(scores))
    }
    guard !means.isEmpty else { return Repeats(variance: nil, mean: nil, median: nil, answers: 0) }
    return Repeats(
      variance: squares / Double(freedom), mean: means.sum / Double(means.count),
      median: medians.sum / Double(medians.count), answers: means.count)
  }

  /// The one in the middle, or the mean of the two there.
  private static func median(_ scores: [Double]) -> Double {
    let sorted = scores.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
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
