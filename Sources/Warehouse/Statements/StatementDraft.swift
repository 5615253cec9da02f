/// A statement that a person wants to make.
public struct StatementDraft: Sendable, Hashable {
  /// What it says.
  public let action: StatementAction
  /// What it is about.
  public let targetKind: StatementTargetKind
  /// The key of what it is about.
  public let target: Key
  /// The second of two that are one; nil for other actions.
  public let other: Key?
  /// The tag's key, or the field that is corrected; nil for other actions.
  public let name: String?
  /// The label, the tag's value, or what the field should be; nil for other actions.
  public let value: String?

  /// A statement about a target.
  public init(
    _ action: StatementAction, _ targetKind: StatementTargetKind, _ target: Key, other: Key? = nil,
    name: String? = nil, value: String? = nil
  ) {
    self.action = action
    self.targetKind = targetKind
    self.target = target
    self.other = other
    self.name = name
    self.value = value
  }
}
