/// The difference of two models over the questions that both have, question by question.
///
/// Hard questions are hard for both, so the differences vary less than the scores do: what two
/// error bars that overlap leave open, the paired difference may tell.
///
/// Source: Miller, "Adding Error Bars to Evals", arXiv 2411.00640, section 4.
public struct PairedDifference: Sendable, Equatable {
  /// What one question adds: the same turns and repeats of both.
  public struct Question: Sendable, Equatable {
    /// How many values of each.
    public let count: Int
    /// The first one's sum.
    public let first: Double
    /// The second one's sum.
    public let second: Double

    /// A question with equally many values of both.
    public init(count: Int, first: Double, second: Double) {
      self.count = count
      self.first = first
      self.second = second
    }
  }

  /// The first's mean less the second's, clustered by question.
  public let difference: ClusteredMean
  /// The first one's mean.
  public let first: Double
  /// The second one's mean.
  public let second: Double
  /// Questions in which the first is higher.
  public let wins: Int
  /// Questions in which the second is higher.
  public let losses: Int
  /// Questions in which they are equal.
  public let ties: Int
  /// What the error would be without pairing; nil below two questions.
  public let unpairedError: Double?
  /// Of the questions' means; nil where either has no variance.
  public let correlation: Double?

  /// A comparison; nil without a question, or where a value is no number.
  ///
  /// - Complexity: O(questions).
  public init?(_ questions: [Question]) {
    let questions = questions.filter { $0.count > 0 }
    let differences = questions.map {
      ClusteredMean.Cluster(count: $0.count, sum: $0.first - $0.second)
    }
    func mean(_ value: (Question) -> Double) -> ClusteredMean? {
      ClusteredMean(questions.map { ClusteredMean.Cluster(count: $0.count, sum: value($0)) })
    }
    guard let difference = ClusteredMean(differences), let first = mean(\.first),
      let second = mean(\.second)
    else { return nil }
    self.difference = difference
    self.first = first.mean
    self.second = second.mean
    wins = differences.count { $0.sum > 0 }
    losses = differences.count { $0.sum < 0 }
    ties = differences.count { $0.sum == 0 }
    unpairedError = first.standardError.flatMap { a in
      second.standardError.map { b in (a * a + b * b).squareRoot() }
    }
    correlation = Correlation.pearson(
      questions.map { $0.first / Double($0.count) },
      questions.map { $0.second / Double($0.count) })
  }

  /// The share of variance that pairing removes; nil where there is none to remove.
  public var varianceRemoved: Double? {
    guard let unpairedError, unpairedError > 0, let paired = difference.standardError else {
      return nil
    }
    return 1 - (paired * paired) / (unpairedError * unpairedError)
  }

  /// The smallest true difference that a design with this error finds four times in five at the
  /// 5 % level; nil with one question, and where nothing varies.
  public var minimumDetectable: Double? {
    difference.standardError.flatMap { error in
      error > 0 ? Power.minimumDetectable(standardError: error) : nil
    }
  }
}
