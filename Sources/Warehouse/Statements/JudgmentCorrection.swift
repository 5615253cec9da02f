/// How a judgment reads by a person's correction.
package enum JudgmentCorrection: Sendable, Equatable {
  /// It has this score; only in single mode.
  case score(Double)
  /// It was won so, in every game; only in pairwise mode.
  case winner(Winner)
  /// It has no result, and this is why.
  case outcome(JudgmentOutcome)

  /// The fields that can be corrected, and what they take.
  package static let fields = ["score", "winner", "outcome"]

  /// Reads a field and its value; nil where the value is none of the field's.
  package init?(field: String, value: String) {
    switch field {
    case "score":
      guard let score = Double(value), score.isFinite else { return nil }
      self = .score(score)
    case "winner":
      guard let winner = Winner(rawValue: value) else { return nil }
      self = .winner(winner)
    case "outcome":
      guard let outcome = JudgmentOutcome(rawValue: value), outcome != .scored else { return nil }
      self = .outcome(outcome)
    default: return nil
    }
  }

  init?(_ draft: StatementDraft) {
    self.init(field: draft.name ?? "", value: draft.value ?? "")
  }

  /// How it ended.
  package var outcome: JudgmentOutcome {
    if case .outcome(let outcome) = self { outcome } else { .scored }
  }

  /// Its score; nil without one.
  package var score: Double? {
    if case .score(let score) = self { score } else { nil }
  }

  /// Who won; nil without a winner.
  package var winner: Winner? {
    if case .winner(let winner) = self { winner } else { nil }
  }
}
