/// Why a statement cannot be made.
public enum StatementError: Error, Equatable, CustomStringConvertible {
  /// It was made before and stands.
  case alreadySaid(StatementEntry)
  /// The two are one already, or were never two.
  case alreadyOne(kind: String)
  /// A judge of answers and one of pairs cannot be one.
  case modesDiffer
  /// There is nothing to take back.
  case alreadyTakenBack([Key])
  /// A statement without a reason helps nobody.
  case noReason

  /// One line for a person.
  public var description: String {
    switch self {
    case .alreadySaid(let entry):
      "this is stated already, by \(entry.author): \"\(entry.reason)\"; `scorehouse undo "
        + "\(entry.key.short) --reason WHY` takes it back"
    case .alreadyOne(let kind): "the two are one \(kind) already"
    case .modesDiffer: "one judges single answers and the other pairs: they cannot be one"
    case .alreadyTakenBack(let keys):
      keys.count == 1
        ? "statement \(keys[0].short) is taken back already"
        : "these \(keys.count) statements are taken back already"
    case .noReason: "a statement needs a reason: --reason \"why\""
    }
  }
}
