/// The mean of several models over the same questions, with an error for other models and other
/// questions both, such as seeds of one method.
///
/// V = V_models + V_questions - V_single: clustered by model, by question, and not at all; at least
/// the larger of the first two. The interval takes t with the fewer clusters less one.
///
/// Source: Cameron, Gelbach and Miller, "Robust Inference with Multiway Clustering", Journal of
/// Business and Economic Statistics 29 (2011).
public struct CrossedMean: Sendable, Equatable {
  /// Models.
  public let models: Int
  /// Questions with a value.
  public let questions: Int
  /// The mean over all values.
  public let mean: Double
  /// The standard deviation of the models' means; nil with one model.
  public let modelDeviation: Double?
  /// nil with one model, which tells nothing of others, or one question.
  public let standardError: Double?
  /// The error by questions alone, which says nothing of other models; nil with one question.
  public let questionError: Double?

  /// A value of a model.
  public struct Value: Sendable {
    /// The number of the model.
    public let model: Int
    /// The number of the question.
    public let question: Int64
    /// How many values and their sum.
    public let cluster: ClusteredMean.Cluster

    /// What a model got for a question.
    public init(model: Int, question: Int64, count: Int, sum: Double) {
      self.model = model
      self.question = question
      cluster = ClusteredMean.Cluster(count: count, sum: sum)
    }
  }

  /// nil without a value, or where one is no number.
  ///
  /// - Complexity: O(values · log values).
  public init?(_ values: [Value]) {
    let values = values.filter { $0.cluster.count > 0 }
    let byModel = Self.grouped(values) { Int64($0.model) }
    guard let models = ClusteredMean(byModel),
      let questions = ClusteredMean(Self.grouped(values, by: \.question)),
      let single = ClusteredMean(values.map(\.cluster))
    else { return nil }
    self.models = byModel.count
    self.questions = questions.clusterCount
    mean = models.mean
    modelDeviation = Spread.standardDeviation(byModel.map { $0.sum / Double($0.count) })
    questionError = questions.standardError
    standardError = models.standardError.flatMap { m in
      questions.standardError.flatMap { q in
        single.standardError.map { s in max(m * m + q * q - s * s, m * m, q * q).squareRoot() }
      }
    }
  }

  /// The interval of 95 %; with one model by questions alone, nil with one question.
  public var interval: ClosedRange<Double>? {
    ClusteredMean.interval(
      mean, standardError ?? questionError,
      clusterCount: models > 1 ? min(models, questions) : questions)
  }

  private static func grouped(
    _ values: [Value], by key: (Value) -> Int64
  ) -> [ClusteredMean.Cluster] {
    Dictionary(grouping: values, by: key).sorted { $0.key < $1.key }.map { _, values in
      ClusteredMean.Cluster(
        count: values.reduce(0) { $0 + $1.cluster.count },
        sum: values.reduce(0) { $0 + $1.cluster.sum })
    }
  }
}
