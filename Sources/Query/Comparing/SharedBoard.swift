internal import Storage
internal import Warehouse

/// Two models on a board where both stand, with the slots in which they can be compared.
struct SharedBoard {
  let title: BoardTitle
  let first: ModelSlots
  let second: ModelSlots
  let kind: Kind
  /// What differs between the boards of the two; empty where they share one.
  let mixedAxes: [String]
  /// The slots that both have a score in, in order of the questions' names.
  let slots: [Slot]

  /// What makes two scores comparable.
  enum Kind {
    /// Both were scored for the same question and turn.
    case scores
    /// They met each other.
    case headToHead
    /// They never met, but met the same opponents.
    case opponents
  }

  /// One question and turn, or one pair with an opponent, that both have.
  struct Slot {
    let questionID: Int64
    let turn: Int?
    /// nil: no score.
    let first: Double?
    let second: Double?

    /// nil where either has no score.
    var delta: Double? {
      if let first, let second { first - second } else { nil }
    }
  }

  /// Scored slots of both that the other lacks, or has no score in.
  var unsharedCount: Int {
    let shared = slots.count { $0.delta != nil }
    guard kind == .scores else { return 0 }
    return [first, second].map { $0.entries.count { $0.count > 0 } - shared }.reduce(0, +)
  }

  /// The boards of a query on which its first model can be compared with the others, each with
  /// the others in the query's order.
  ///
  /// - Parameter allowsMixed: whether models that share no board are taken from the two boards that
  ///   differ least.
  /// - Throws: `IncomparableError` where there is none; `NameError`, `BaselineError`.
  static func all(
    _ query: BoardQuery, _ reader: StandingReader, allowsMixed: Bool = false
  ) throws -> [[SharedBoard]] {
    try query.checkNames(reader)
    let order = try QuestionOrder(reader.connection)
    let boards = try RankedBoard.all(query, reader)
    var found: [[SharedBoard]] = []
    for ranked in boards {
      let models = try reader.slots(of: ranked)
      guard let first = models.first, first.model == query.models.first else { continue }
      let shared = models.dropFirst().compactMap { second in
        SharedBoard(BoardTitle(ranked: ranked, query: query), first, second, order)
      }
      if !shared.isEmpty { found.append(shared) }
    }
    if allowsMixed {
      let compared = Set(found.flatMap(\.self).map(\.second.model))
      let missing = query.models.dropFirst().filter { !compared.contains($0) }
      found += try missing.compactMap { try mixed($0, query, boards, reader, order).map { [$0] } }
    }
    guard found.isEmpty else { return found }
    throw try IncomparableError(query, boards, reader)
  }

  /// The query's first model and another from the two boards that differ least and share a slot.
  private static func mixed(
    _ other: String, _ query: BoardQuery, _ boards: [RankedBoard], _ reader: StandingReader,
    _ order: QuestionOrder
  ) throws -> SharedBoard? {
    let models = try boards.map { try reader.slots(of: $0) }
    var best: SharedBoard?
    for (mine, ranked) in zip(models, boards) {
      guard let first = mine.first(where: { $0.model == query.models.first }) else { continue }
      for (theirs, board) in zip(models, boards)
      where board.board.benchmark == ranked.board.benchmark && board.board.mode == ranked.board.mode
      {
        guard let second = theirs.first(where: { $0.model == other }) else { continue }
        let axes = IncomparableError.differences(ranked, board)
        guard best.map({ axes.count < $0.mixedAxes.count }) ?? true else { continue }
        let title = BoardTitle(ranked: ranked, query: query)
        best = SharedBoard(title, first, second, order, mixedAxes: axes) ?? best
      }
    }
    return best
  }

  // MARK: - Private

  private struct Place: Hashable {
    let questionID: Int64
    let turn: Int?
    let opponentID: Int64?
  }

  /// nil where the two have no slot in common.
  private init?(
    _ title: BoardTitle, _ first: ModelSlots, _ second: ModelSlots, _ order: QuestionOrder,
    mixedAxes: [String] = []
  ) {
    self.mixedAxes = mixedAxes
    self.title = title
    self.first = first
    self.second = second
    var kind = Kind.scores
    var pairs = Self.pairs(first.entries, second.entries)
    if title.ranked.board.mode == .pairwise {
      let met = Self.pairs(
        first.entries.filter { $0.opponentID == second.modelID },
        second.entries.filter { $0.opponentID == first.modelID }, ignoringOpponents: true)
      kind = met.isEmpty ? .opponents : .headToHead
      if !met.isEmpty { pairs = met }
    }
    self.kind = kind
    slots = pairs.map { first, second in
      Slot(
        questionID: first.questionID, turn: first.turn, first: Self.value(first),
        second: Self.value(second))
    }
    .sorted { left, right in
      let places = (order.place(left.questionID), order.place(right.questionID))
      return places.0 != places.1 ? places.0 < places.1 : (left.turn ?? 0) < (right.turn ?? 0)
    }
    guard slots.contains(where: { $0.delta != nil }) else { return nil }
  }

  /// The entries of two models that are about the same, in the first one's order.
  private static func pairs(
    _ first: [SlotVector.Entry], _ second: [SlotVector.Entry], ignoringOpponents: Bool = false
  ) -> [(SlotVector.Entry, SlotVector.Entry)] {
    func place(_ entry: SlotVector.Entry) -> Place {
      Place(
        questionID: entry.questionID, turn: entry.turn,
        opponentID: ignoringOpponents ? nil : entry.opponentID)
    }
    let others = Dictionary(second.map { (place($0), $0) }) { first, _ in first }
    return first.compactMap { entry in others[place(entry)].map { (entry, $0) } }
  }

  /// The mean of a slot that was judged more than once.
  private static func value(_ entry: SlotVector.Entry) -> Double? {
    entry.count > 0 ? entry.sum / Double(entry.count) : nil
  }
}
