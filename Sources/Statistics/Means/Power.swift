/// How much a design can tell: what difference it finds, or how many questions a difference needs.
///
/// Var(difference per question) = ω² + σ_A²/K_A + σ_B²/K_B: the spread of true differences over
/// questions, and the noise of answers and verdicts, which repeats average out.
///
/// Source: Miller, "Adding Error Bars to Evals", arXiv 2411.00640, section 5.
public struct Power: Sendable, Equatable {
  /// The two-sided level.
  public let alpha: Double
  /// The share of studies that find a difference which is there.
  public let power: Double
  /// (z_{α/2} + z_β)², 7.849 at 5 % and 80 %.
  public let factor: Double

  /// A level and a power; nil unless both lie between 0 and 1.
  public init?(alpha: Double = 0.05, power: Double = 0.8) {
    guard let level = NormalDistribution.quantile(1 - alpha / 2),
      let reach = NormalDistribution.quantile(power)
    else { return nil }
    self.alpha = alpha
    self.power = power
    factor = (level + reach) * (level + reach)
  }

  /// What a question's difference varies by.
  public struct Variance: Sendable, Equatable {
    /// Of the true differences over questions.
    public let betweenQuestions: Double
    /// Of one answer and verdict around its question's mean, of each model.
    public let withinQuestion: (first: Double, second: Double)

    /// The parts of the variance.
    public init(betweenQuestions: Double, first: Double = 0, second: Double = 0) {
      self.betweenQuestions = betweenQuestions
      withinQuestion = (first, second)
    }

    /// With so many repeats of each model's.
    public func total(repeats: Int) -> Double {
      betweenQuestions + (withinQuestion.first + withinQuestion.second) / Double(max(1, repeats))
    }

    /// Whether two are alike.
    public static func == (left: Variance, right: Variance) -> Bool {
      left.betweenQuestions == right.betweenQuestions
        && left.withinQuestion == right.withinQuestion
    }
  }

  /// How many questions a difference needs; nil for no difference.
  public func questions(for difference: Double, _ variance: Variance, repeats: Int = 1) -> Double? {
    guard difference != 0, difference.isFinite else { return nil }
    return factor * variance.total(repeats: repeats) / (difference * difference)
  }

  /// The smallest difference that so many questions find; nil without a question.
  public func minimumDetectable(
    questions: Int, _ variance: Variance, repeats: Int = 1
  ) -> Double? {
    guard questions > 0 else { return nil }
    return (factor * variance.total(repeats: repeats) / Double(questions)).squareRoot()
  }

  /// How many repeats so many questions need to find a difference; nil where no number of repeats
  /// is enough, since the questions themselves differ too much.
  public func repeats(for difference: Double, _ variance: Variance, questions: Int) -> Double? {
    let allowed = difference * difference * Double(questions) / factor
    let rest = allowed - variance.betweenQuestions
    guard rest > 0 else { return nil }
    return max(1, (variance.withinQuestion.first + variance.withinQuestion.second) / rest)
  }

  /// The smallest difference that an error finds, at 5 % and 80 %.
  public static func minimumDetectable(standardError: Double) -> Double {
    standardError * (usual?.factor ?? 7.848_880).squareRoot()
  }

  private static let usual = Power()
}
