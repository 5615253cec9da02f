internal import Storage

/// Which of two rows with one key wins, where a copy meets a row that is there already.
struct RowMerge: Sendable {
  /// The column that decides.
  let column: String
  /// What of it the other store is asked for.
  let asked: String
  /// Whether the row that is carried wins, by its value and the answer.
  let wins: @Sendable (_ carried: SQLValue, _ there: SQLValue) -> Bool
  /// What it brings then.
  let updates: [String]

  /// Of two times at which stores learnt a thing the earlier is true.
  static let earlier = RowMerge(
    column: "recorded_at", asked: "recorded_at", wins: isEarlier, updates: ["recorded_at"])

  /// A text that an earlier copy left out is filled in.
  static let withheld = RowMerge(
    column: "content", asked: "substr(content, 1, 1)",
    wins: { $0 != .text("") && $1 == .text("") }, updates: ["content"])

  /// A prompt that one store rebuilt is rebuilt in the other.
  static let resolved = RowMerge(
    column: "resolved_at", asked: "resolved_at",
    wins: { $0 != .null && ($1 == .null || isEarlier($0, $1)) },
    updates: ["resolved_at"] + CopiedTable.promptParts)

  /// What is done in one store is not to be asked again from the other.
  static let finished = RowMerge(
    column: "state", asked: "state", wins: { isFinal($0) && !isFinal($1) },
    updates: ["state", "leased_by", "lease_until", "attempts"])

  // MARK: - Private

  private static func isEarlier(_ carried: SQLValue, _ there: SQLValue) -> Bool {
    guard case .integer(let carried) = carried, case .integer(let there) = there else {
      return false
    }
    return carried < there
  }

  private static func isFinal(_ state: SQLValue) -> Bool {
    [.text("done"), .text("failed")].contains(state)
  }
}
