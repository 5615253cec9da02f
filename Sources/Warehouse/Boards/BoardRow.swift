internal import Storage

/// One model's row on a board, computed from its judgments.
struct BoardRow {
  let modelID: Int64
  let answerSets: Int
  let canonical: [Verdict]
  private let scored: [(slot: Verdict.Slot, value: Double)]

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

  static let columns = [
    "board_id", "model_id", "edition", "answer_set", "answer_sets", "n", "failed", "truncated",
    "score_sum", "score_low", "score_high", "first_turn_n", "first_turn_sum", "second_turn_n",
    "second_turn_sum", "wins", "losses", "ties", "clusters", "sum_squares", "sum_products",
    "count_squares", "scale_low", "scale_high", "first_judged_at", "last_judged_at", "slots",
  ]

  /// The values of `columns`.
  ///
  /// - Parameter scales: the scale that the template with a body states, by the body's text id.
  func values(
    boardID: Int64, edition: Int, mode: JudgingMode, scales: [Int64: ClosedRange<Double>]
  ) -> [SQLValue] {
    let values = scored.map(\.value)
    let first = scored.filter { $0.slot.turn == 1 }.map(\.value)
    let second = scored.filter { $0.slot.turn == 2 }.map(\.value)
    let isPairwise = mode == .pairwise
    func count(_ value: Double) -> SQLValue {
      .integer(isPairwise ? values.count { $0 == value } : 0)
    }
    let scale = statedScale(scales)
    return [
      .integer(boardID), .integer(modelID), .integer(edition), .integer(answerSets),
      .integer(answerSets), .integer(values.count), .integer(canonical.count - values.count),
      .null, .real(values.sum), .optional(isPairwise ? nil : values.min()),
      .optional(isPairwise ? nil : values.max()), .integer(first.count), .real(first.sum),
      .integer(second.count), .real(second.sum), count(1), count(0), count(0.5),
    ] + clusterSums() + [
      .optional(scale?.lowerBound), .optional(scale?.upperBound), .optional(firstJudgedAt),
      .optional(canonical.compactMap(\.judgedAt).max()), .bytes(vector.packed),
    ]
  }

  /// What each slot got; a slot without a score counts none.
  var vector: SlotVector {
    let slots = Dictionary(grouping: canonical) { verdict in
      [verdict.slot.questionID, verdict.slot.opponentID ?? 0, Int64(verdict.slot.turn ?? 0)]
    }
    return SlotVector(
      slots.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, verdicts in
        let slot = verdicts[0].slot
        let values = verdicts.compactMap(\.value)
        return SlotVector.Entry(
          questionID: slot.questionID, opponentID: slot.opponentID, turn: slot.turn,
          count: values.count, sum: values.sum)
      })
  }

  // MARK: - Private

  /// Questions, and the three sums over questions that the clustered error of a mean needs.
  private func clusterSums() -> [SQLValue] {
    let clusters = Dictionary(grouping: scored, by: \.slot.questionID)
      .sorted { $0.key < $1.key }
      .map { (sum: $0.value.map(\.value).sum, count: Double($0.value.count)) }
    return [
      .integer(clusters.count), .real(clusters.map { $0.sum * $0.sum }.sum),
      .real(clusters.map { $0.sum * $0.count }.sum),
      .real(clusters.map { $0.count * $0.count }.sum),
    ]
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
