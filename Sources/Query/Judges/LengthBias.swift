internal import RealModule
internal import Statistics
internal import Storage
internal import Warehouse

/// How a judge's scores go with the length of answers, among answers to the same question.
///
/// Pearson's correlation of the score and the logarithm of the length, each less its mean over the
/// models that answered the same question and turn; the interval leaves out questions in turn.
struct LengthBias {
  let correlation: Double
  let interval: ClosedRange<Double>?
  let count: Int

  /// nil below two models to a question, or without texts.
  ///
  /// - Complexity: O(judgments of the board).
  init?(_ board: Board, _ reader: StandingReader) throws {
    let computation = try BoardComputation(reader.connection, reader.facts)
    let length = try reader.connection.prepare("SELECT length(content) FROM texts WHERE id = $1")
    var slots: [[Int64]: [(score: Double, length: Double)]] = [:]
    for row in try reader.rowsWithSlots(board) where reader.isAskedFor(row.standing.model) {
      let values = try computation.values(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: row.modelID)
      for value in values {
        guard let score = value.value, let text = value.answerTextIDs.first else { continue }
        let count = try length.first([.integer(text)]) { try $0.integer(0) } ?? 0
        slots[[value.questionID, Int64(value.turn ?? 0)], default: []].append(
          (score, .log(Double(count) + 1)))
      }
    }
    let centred = slots.sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .filter { $0.value.count > 1 }
      .map { key, values in
        let means = (
          values.map(\.score).sum / Double(values.count),
          values.map(\.length).sum / Double(values.count)
        )
        return (
          question: key[0],
          values: values.map { (score: $0.score - means.0, length: $0.length - means.1) }
        )
      }
    let clusters = Dictionary(grouping: centred, by: \.question).sorted { $0.key < $1.key }
      .map { $0.value.flatMap(\.values) }
    func correlation(without left: Int?) -> Double? {
      let rest = clusters.indices.filter { $0 != left }.flatMap { clusters[$0] }
      return Correlation.pearson(rest.map(\.score), rest.map(\.length))
    }
    guard let value = correlation(without: nil) else { return nil }
    self.correlation = value
    count = clusters.map(\.count).reduce(0, +)
    let error = Jackknife.standardError(clusters: clusters.count) { correlation(without: $0) }
    interval = ClusteredMean.interval(value, error, clusterCount: clusters.count)
      .map { max(-1, $0.lowerBound)...max(-1, min(1, $0.upperBound)) }
  }
}
