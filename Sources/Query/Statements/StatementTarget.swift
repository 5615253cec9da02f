public import Warehouse

/// What a person means a statement to be about.
public struct StatementTarget: Sendable, Hashable {
  /// As the store keeps it.
  public let kind: StatementTargetKind
  /// As the store keeps it.
  public let key: Key

  /// How a person names what a statement is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// By digest, or by its path.
    case source
    /// By digest.
    case record
    /// `MODEL:QUESTION[.TURN]`, the one judgment of the slot.
    case judgment
    /// By name, or `NAME@DIGEST`.
    case model, judge
    /// By digest, or `last`.
    case run
    /// `MODEL@2`: the judgments of an answer set.
    case set
    /// `MODEL`: the judgments that others of the same slot supersede.
    case repeats
  }
}
