internal import Warehouse

/// Which boards and rows a report is about.
///
/// Everything left nil is left open.
public struct BoardQuery: Sendable {
  /// Only this benchmark.
  public var benchmark: String?
  /// A judge's name, or `NAME@DIGEST`.
  public var judge: String?
  /// Only these models.
  public var models: [String] = []
  /// Only boards of this mode.
  public var mode: Mode?
  /// Only questions of this category.
  public var category: String?
  /// Only this turn, counted from 1.
  public var turn: Int?
  /// In mode `pairwiseBaseline` what the others are compared with; nil: the one model that is in
  /// every pair.
  public var baseline: String?
  /// Whether rows that lack expected slots are ranked among the others.
  public var ranksPartial = false
  /// Whether only slots count that every model of the board has.
  public var common = false
  /// Which judgments count.
  public var reading = Reading.canonical
  /// What the store knew at this instant, in nanoseconds since 1970 UTC, inclusive; nil: now.
  public var asOf: Int64?
  /// Only judgments given from this instant on; nil: from the beginning.
  public var since: Int64?
  /// Only judgments given before this instant; nil: until now.
  public var until: Int64?
  /// Only judgments that runs of this experiment brought.
  public var experiment: String?

  /// How a board is read; the raw values are those of `--mode`.
  public enum Mode: String, Sendable, CaseIterable {
    /// Scores of single answers.
    case single
    /// Pairs, read either way.
    case pairwise
    /// Pairs with one model that all others are compared with.
    case pairwiseBaseline = "pairwise-baseline"
    /// All pairs.
    case pairwiseAll = "pairwise-all"

    var judging: JudgingMode { self == .single ? .single : .pairwise }
  }

  /// Which judgments count.
  public enum Reading: String, Sendable, CaseIterable {
    /// The newest answer set, one judgment a slot.
    case canonical
    /// Every scored row, duplicates too, as FastChat's `show_result` does.
    case fastchat
  }

  /// Every board.
  public init() {}
}
