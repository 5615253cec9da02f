internal import Statistics
internal import Warehouse

/// Two models over some of the slots that both have a score in, question by question.
struct Comparison {
  let paired: PairedDifference
  /// McNemar's test, where both are right or wrong on each question.
  let mcNemar: McNemar?

  var delta: Double { paired.difference.mean }
  var questionCount: Int { paired.wins + paired.losses + paired.ties }

  /// nil with one question, and where all differ alike: then nothing tells of others.
  var interval: ClosedRange<Double>? {
    (paired.difference.standardError ?? 0) > 0 ? paired.difference.interval : nil
  }

  /// The probability of such a difference between equals; nil with one question.
  var p: Double? {
    questionCount > 1 ? mcNemar?.p ?? paired.difference.p : nil
  }

  /// nil where no slot has a score of both.
  ///
  /// - Parameter slots: in the order in which their scores are summed.
  init?(_ slots: [SharedBoard.Slot]) {
    let scored = slots.filter { $0.delta != nil }
    var questions: [PairedDifference.Question] = []
    var places: [Int64: Int] = [:]
    for slot in scored {
      guard let first = slot.first, let second = slot.second else { continue }
      if let place = places[slot.questionID] {
        let old = questions[place]
        questions[place] = PairedDifference.Question(
          count: old.count + 1, first: old.first + first, second: old.second + second)
      } else {
        places[slot.questionID] = questions.count
        questions.append(PairedDifference.Question(count: 1, first: first, second: second))
      }
    }
    guard let paired = PairedDifference(questions) else { return nil }
    self.paired = paired
    let isBinary = questions.allSatisfy { question in
      question.count == 1 && [question.first, question.second].allSatisfy { $0 == 0 || $0 == 1 }
    }
    mcNemar = isBinary ? McNemar(onlyFirst: paired.wins, onlySecond: paired.losses) : nil
  }
}

extension Comparison {
  /// The comparison in a sentence, as it stands above a table.
  func words(_ kind: SharedBoard.Kind, _ a: String, _ b: String) -> String {
    let questions = questionCount == 1 ? "1 shared question" : "\(questionCount) shared questions"
    let counts = "higher on \(paired.wins), lower on \(paired.losses), equal on \(paired.ties)"
    switch kind {
    case .scores:
      let relation = relation(a, b, verb: "scores", by: amount(delta.magnitude, kind))
      return "\(relation) on \(questions): \(counts)"
    case .headToHead:
      let share = Self.amount(paired.first * 100, unit: "%")
      return "\(a) wins \(share) of its games against \(b), ties counted half, on \(questions): "
        + counts
    case .opponents:
      let relation = relation(a, b, verb: "wins", by: amount(delta.magnitude, kind))
      return "\(relation) of the games against the same opponents, ties counted half, "
        + "on \(questions): \(counts)"
    }
  }

  /// What the difference is worth, in a sentence.
  ///
  /// - Parameter p: corrected for the number of looks.
  func verdict(_ kind: SharedBoard.Kind, p: Double?) -> String {
    guard let p else {
      return "One question tells nothing of others, so there is no error and no test."
    }
    guard let interval, let mdd = paired.minimumDetectable else {
      return delta == 0
        ? "The two are equal on every question."
        : "The difference is the same on every question, so there is no error to measure it by; its "
          + "sign alone gives p \(Self.p(p))."
    }
    let bounds = [interval.lowerBound, interval.upperBound].map { bound in
      (bound < 0 ? "-" : "") + amount(bound.magnitude, kind)
    }
    let evidence = "p \(Self.p(p)), 95 % interval \(bounds[0]) to \(bounds[1])"
    if p < 0.05 { return "The difference is more than chance (\(evidence))." }
    return "The difference may be chance (\(evidence)); so many questions find one of "
      + "\(amount(mdd, kind)) or more four times in five."
  }

  /// A probability as people write it.
  static func p(_ value: Double) -> String {
    let text = DecimalText.probability(value, digits: 3)
    return text.hasPrefix("<") ? "below " + text.dropFirst() : text
  }

  // MARK: - Private

  private func relation(_ a: String, _ b: String, verb: String, by amount: String) -> String {
    if delta == 0 { return "\(a) \(verb) as high as \(b)" }
    return "\(a) \(verb) \(amount) \(delta > 0 ? "higher" : "lower") than \(b)"
  }

  private func amount(_ value: Double, _ kind: SharedBoard.Kind) -> String {
    kind == .scores
      ? Self.amount(value, unit: "") : Self.amount(value * 100, unit: " points")
  }

  /// Two decimals, but never nothing for something.
  static func amount(_ value: Double, unit: String) -> String {
    let digits = unit.isEmpty ? 2 : 1
    let text = DecimalText.fixed(value, digits: digits)
    let isNothing = value > 0 && text.allSatisfy { $0 == "0" || $0 == "." }
    return (isNothing ? "less than \(unit.isEmpty ? "0.01" : "0.1")" : text) + unit
  }
}
