/// How often two voters on pairs of answers agree, counted as the MT-Bench paper does.
///
/// Source: Zheng et al., "Judging LLM-as-a-Judge with MT-Bench and Chatbot Arena", arXiv
/// 2306.05685, section 4: set-up S1 keeps ties, set-up S2 counts only pairs that both decide.
public struct VoteAgreement: Sendable, Equatable {
  /// What a voter says of a pair of answers in a fixed order.
  public enum Vote: Sendable, Equatable {
    /// The first is better.
    case first
    /// The second is better.
    case second
    /// Neither, or the two orders were judged differently.
    case tie
  }

  /// Pairs of votes, ties too, and those that agree.
  public private(set) var all = (count: 0, agreeing: 0)
  /// Pairs of votes of which neither is a tie, and those that agree.
  public private(set) var decided = (count: 0, agreeing: 0)

  /// No vote yet.
  public init() {}

  /// Adds a pair of votes on one pair of answers.
  public mutating func add(_ a: Vote, _ b: Vote) {
    let agrees = a == b
    all.count += 1
    all.agreeing += agrees ? 1 : 0
    guard a != .tie, b != .tie else { return }
    decided.count += 1
    decided.agreeing += agrees ? 1 : 0
  }

  /// The share that agrees, ties kept; nil without a pair of votes.
  ///
  /// Chance gives a third.
  public var withTies: Double? { Self.share(all) }

  /// The share that agrees where both decide; nil without such a pair.
  ///
  /// Chance gives a half.
  public var withoutTies: Double? { Self.share(decided) }

  /// Whether two have the same counts.
  public static func == (left: VoteAgreement, right: VoteAgreement) -> Bool {
    left.all == right.all && left.decided == right.decided
  }

  private static func share(_ counts: (count: Int, agreeing: Int)) -> Double? {
    counts.count > 0 ? Double(counts.agreeing) / Double(counts.count) : nil
  }
}
