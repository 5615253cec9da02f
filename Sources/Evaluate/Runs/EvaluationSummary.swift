internal import Warehouse

/// What a run came to.
public struct EvaluationSummary: Sendable {
  /// The run's key.
  public let run: String
  /// The named group it belongs to.
  public let experiment: String?
  /// What was done, part by part.
  public let parts: [Part]
  /// Parts that were not begun.
  public let untouched: Int
  /// Why it did not get to its end; nil: it did.
  public let stop: StopReason?

  /// The answers of a model, or the verdicts of a judge.
  public struct Part: Sendable {
    /// `generate` or `judge`.
    public let role: String
    /// Whether a judge was called, and no model that answers.
    public var isJudged: Bool { role == CallRecord.Role.judge.rawValue }
    /// What was called.
    public let model: String
    /// The results that are wanted.
    public let planned: Int
    /// Those that stood before.
    public let reused: Int
    /// What is still to be asked.
    public let remaining: Int
    /// What was counted.
    public let tally: RunTally
    /// Replies of a judge that hold no verdict, or of a model that hold no text.
    public let hollow: Int
    /// The score of the one model that was judged; nil: several, or none.
    public let score: Double?
    /// How long it took.
    public let seconds: Double
  }

  /// What was sent.
  public var calls: Int { parts.map(\.tally.calls).reduce(0, +) }
  /// Whether every item has a result.
  public var isComplete: Bool {
    untouched == 0 && parts.allSatisfy { $0.remaining == 0 && $0.tally.failed == 0 }
  }
  /// Whether items failed for good.
  public var hasFailures: Bool { parts.contains { $0.tally.failed > 0 } }
}
