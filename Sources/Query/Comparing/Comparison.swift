internal import Warehouse

/// Two models over some of the slots that both have a score in.
struct Comparison {
  /// The mean over the slots.
  let first: Double
  let second: Double
  /// Questions in which the first is higher, lower, equal.
  let wins: Int
  let losses: Int
  let ties: Int

  var delta: Double { first - second }
  var questionCount: Int { wins + losses + ties }

  /// nil where no slot has a score of both.
  ///
  /// - Parameter slots: in the order in which their scores are summed.
  init?(_ slots: [SharedBoard.Slot]) {
    let scored = slots.compactMap { slot -> (questionID: Int64, first: Double, second: Double)? in
      guard let first = slot.first, let second = slot.second else { return nil }
      return (slot.questionID, first, second)
    }
    guard !scored.isEmpty else { return nil }
    first = scored.map(\.first).sum / Double(scored.count)
    second = scored.map(\.second).sum / Double(scored.count)
    var (wins, losses, ties) = (0, 0, 0)
    for (_, turns) in Dictionary(grouping: scored, by: \.questionID) {
      // Both have the same turns, so that sums compare as means do.
      let sums = (turns.map(\.first).sum, turns.map(\.second).sum)
      if sums.0 > sums.1 {
        wins += 1
      } else if sums.0 < sums.1 {
        losses += 1
      } else {
        ties += 1
      }
    }
    (self.wins, self.losses, self.ties) = (wins, losses, ties)
  }
}

extension Comparison {
  /// The comparison in a sentence, as it stands above a table.
  func words(_ shared: SharedBoard) -> String {
    let (a, b) = (shared.first.model, shared.second.model)
    let questions = questionCount == 1 ? "1 shared question" : "\(questionCount) shared questions"
    let counts = "higher on \(wins), lower on \(losses), equal on \(ties)"
    switch shared.kind {
    case .scores:
      let relation = relation(a, b, verb: "scores", by: amount(delta.magnitude, unit: ""))
      return "\(relation) on \(questions): \(counts)"
    case .headToHead:
      let share = amount(first * 100, unit: "%")
      return "\(a) wins \(share) of its games against \(b), ties counted half, on \(questions): "
        + counts
    case .opponents:
      let relation = relation(
        a, b, verb: "wins", by: amount(delta.magnitude * 100, unit: " points"))
      return "\(relation) of the games against the same opponents, ties counted half, "
        + "on \(questions): \(counts)"
    }
  }

  // MARK: - Private

  private func relation(_ a: String, _ b: String, verb: String, by amount: String) -> String {
    if delta == 0 { return "\(a) \(verb) as high as \(b)" }
    return "\(a) \(verb) \(amount) \(delta > 0 ? "higher" : "lower") than \(b)"
  }

  /// Two decimals, but never nothing for something.
  private func amount(_ value: Double, unit: String) -> String {
    let digits = unit.isEmpty ? 2 : 1
    let text = DecimalText.fixed(value, digits: digits)
    let isNothing = value > 0 && text.allSatisfy { $0 == "0" || $0 == "." }
    return (isNothing ? "less than \(unit.isEmpty ? "0.01" : "0.1")" : text) + unit
  }
}
