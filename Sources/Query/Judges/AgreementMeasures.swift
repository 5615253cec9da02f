internal import Statistics
internal import Warehouse

/// How two judges' scores of the same answers go together, with intervals by question.
struct AgreementMeasures {
  /// A measure with its interval of 95 %.
  struct Measure {
    /// nil where it is not defined, as a kappa of judges who give one score only.
    let value: Double?
    /// nil where leaving out a single question leaves nothing.
    var interval: ClosedRange<Double>?
  }

  let n: Int
  let questions: Int
  let means: (first: Double, second: Double)
  /// The second's mean less the first's.
  let shift: ClusteredMean
  let exact: Measure
  let meanDistance: Double
  let kappa: Measure
  let weightedKappa: Measure
  let spearman: Measure
  let pearson: Double?

  /// nil without a slot.
  ///
  /// - Complexity: O(questions · slots · log slots).
  init?(_ slots: [SharedAnswers.Slot]) {
    let (a, b) = (slots.map(\.first), slots.map(\.second))
    let byQuestion = Dictionary(grouping: slots.indices) { slots[$0].questionID }
      .sorted { $0.key < $1.key }.map(\.value)
    func mean(_ value: (Int) -> Double) -> ClusteredMean? {
      ClusteredMean(
        byQuestion.map { places in
          ClusteredMean.Cluster(count: places.count, sum: places.map(value).sum)
        })
    }
    guard let shift = mean({ b[$0] - a[$0] }), let exact = mean({ a[$0] == b[$0] ? 1 : 0 }) else {
      return nil
    }
    func measure(_ statistic: ([Double], [Double]) -> Double?) -> Measure {
      let value = statistic(a, b)
      guard let value else { return Measure(value: nil) }
      let error = Jackknife.standardError(clusters: byQuestion.count) { left in
        let rest = byQuestion.indices.filter { $0 != left }.flatMap { byQuestion[$0] }
        return statistic(rest.map { a[$0] }, rest.map { b[$0] })
      }
      let interval = ClusteredMean.interval(value, error, clusterCount: byQuestion.count)
      return Measure(
        value: value,
        interval: interval.map { max(-1, $0.lowerBound)...max(-1, min(1, $0.upperBound)) })
    }
    n = slots.count
    questions = byQuestion.count
    means = (a.sum / Double(n), b.sum / Double(n))
    self.shift = shift
    self.exact = Measure(
      value: exact.mean, interval: byQuestion.count > 1 ? WilsonInterval.of(exact) : nil)
    meanDistance = zip(a, b).map { ($0 - $1).magnitude }.sum / Double(n)
    kappa = measure { Kappa.of($0, $1) }
    weightedKappa = measure { Kappa.of($0, $1, .quadratic) }
    spearman = measure(Correlation.spearman)
    pearson = Correlation.pearson(a, b)
  }
}
