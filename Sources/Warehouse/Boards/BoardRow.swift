/// One model's row on a board, computed from its judgments.
struct BoardRow {
  let modelID: Int64
  let answerSets: Int
  let canonical: [Verdict]
  /// Judgments that stand in none of the model's answer sets.
  let superseded: [Verdict]
  let scored: [(slot: Verdict.Slot, value: Double)]

  /// - Parameters:
  ///   - verdicts: all of the model's on the board.
  ///   - set: which answer set, counted from 1; nil: the newest, in pairwise mode of each pair.
  init(modelID: Int64, _ verdicts: [Verdict], set: Int? = nil) {
    self.modelID = modelID
    let sets = Dictionary(grouping: verdicts, by: \.slot.opponentID).values.map(AnswerSets.init)
    answerSets = sets.map(\.count).max() ?? 0
    canonical = sets.flatMap { sets -> [Verdict] in
      guard let set else { return sets.canonical.last ?? [] }
      return sets.canonical.indices.contains(set - 1) ? sets.canonical[set - 1] : []
    }
    .sorted { $0.key < $1.key }
    if canonical.count == verdicts.count {
      superseded = []
    } else {
      let standing = Set(sets.flatMap { $0.canonical.flatMap { $0.map(\.recordID) } })
      superseded = verdicts.filter { !standing.contains($0.recordID) }
    }
    scored = canonical.compactMap { verdict in verdict.value.map { (verdict.slot, $0) } }
  }

  /// What each slot was judged with, where that is known.
  var contexts: [BoardContexts.Slot: Key] {
    var contexts: [BoardContexts.Slot: Key] = [:]
    for verdict in canonical {
      let slot = BoardContexts.Slot(
        questionID: verdict.slot.questionID, turn: verdict.slot.turn ?? 0)
      if let context = verdict.context { contexts[slot] = context }
    }
    return contexts
  }

  /// Every slot of the row, whether or not it is known what it was judged with.
  var slots: Set<BoardContexts.Slot> {
    Set(
      canonical.map {
        BoardContexts.Slot(questionID: $0.slot.questionID, turn: $0.slot.turn ?? 0)
      })
  }

  var firstJudgedAt: Int64? { canonical.compactMap(\.judgedAt).min() }

  /// What each slot got; a slot without a score counts none.
  var vector: SlotVector {
    var slots: [Place: (count: Int, sum: Double)] = [:]
    func add(_ value: Double?, to slot: inout (count: Int, sum: Double)) {
      guard let value else { return }
      slot.count += 1
      slot.sum += value
    }
    for verdict in canonical {
      add(verdict.value, to: &slots[Place(verdict.slot), default: (0, 0)])
    }
    return SlotVector(
      slots.sorted { $0.key < $1.key }.map { place, values in
        SlotVector.Entry(
          questionID: place.questionID, opponentID: place.opponentID, turn: place.turn,
          count: values.count, sum: values.sum)
      })
  }

  /// What an entry of the vector is of.
  private struct Place: Hashable, Comparable {
    let questionID: Int64
    let opponentID: Int64?
    let turn: Int?

    init(_ slot: Verdict.Slot) {
      (questionID, opponentID, turn) = (slot.questionID, slot.opponentID, slot.turn)
    }

    static func < (left: Place, right: Place) -> Bool {
      (left.questionID, left.opponentID ?? 0, left.turn ?? 0)
        < (right.questionID, right.opponentID ?? 0, right.turn ?? 0)
    }
  }

  /// The sums over questions that the clustered error of a mean needs.
  var clusters: ClusterSums {
    var sums = ClusterSums()
    let byQuestion = Dictionary(grouping: scored, by: \.slot.questionID)
    for (_, scored) in byQuestion.sorted(by: { $0.key < $1.key }) {
      sums.add(sum: scored.map(\.value).sum, count: scored.count)
    }
    return sums
  }

  /// The scale that all templates of the row state; nil where one is unknown, states none, or
  /// states another.
  func statedScale(_ scales: [Int64: ClosedRange<Double>]) -> ClosedRange<Double>? {
    let stated = Set(canonical.map { $0.bodyTextID.flatMap { scales[$0] } })
    return stated.count == 1 ? stated.first.flatMap { $0 } : nil
  }
}

extension Sequence<Double> {
  /// The sum in the order of the sequence.
  package var sum: Double { reduce(0, +) }
}
