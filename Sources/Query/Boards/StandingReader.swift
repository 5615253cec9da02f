internal import Storage
internal import Warehouse

/// Reads the standings of a board: from its rollup, from its slots where a filter asks for parts,
/// or from the judgments where another reading is asked for.
struct StandingReader {
  let connection: Connection
  let query: BoardQuery
  let facts: FactFilter
  let questions: QuestionCatalog
  private let computation: BoardComputation
  private let names: ModelNames
  private let wantsSlots: Bool
  private let kept = KeptRows()

  /// - Parameter wantsSlots: whether what each slot got is asked for after the standings, so that
  ///   a board is read once for both.
  /// - Throws: `NameError` for an experiment that the store does not have; what the store throws.
  init(_ connection: Connection, _ query: BoardQuery, wantsSlots: Bool = false) throws {
    self.wantsSlots = wantsSlots
    try NameError.check(
      query.experiment, kind: "experiment",
      among: try connection.all("SELECT name FROM experiments ORDER BY name") { try $0.text(0) })
    let facts = try FactFilter(
      connection, asOf: query.asOf, since: query.since, until: query.until,
      experiment: query.experiment)
    self.connection = connection
    self.query = query
    self.facts = facts
    questions = try QuestionCatalog(connection, facts)
    computation = try BoardComputation(connection, facts)
    names = try ModelNames(connection, facts.effects)
  }

  /// The boards that the query is about, in order of benchmark, mode, judge and key.
  func boards() throws -> [Board] {
    try Board.matching(query, connection, facts.effects)
  }

  /// All models of a board that the query is about, in order of their names.
  func standings(_ board: Board) throws -> [Standing] {
    let all =
      switch query.reading {
      case .canonical: try canonical(board)
      case .fastchat: try fastchat.standings(board)
      }
    return all.filter(isAskedFor)
  }

  /// The same for each of some categories; the board is read once.
  func standings(_ board: Board, categories: [String]) throws -> [String: [Standing]] {
    let byCategory =
      switch query.reading {
      case .canonical: try canonical(board, categories: categories)
      case .fastchat: try fastchat.standings(board, categories: categories)
      }
    return byCategory.mapValues { $0.filter(isAskedFor) }
  }

  /// Rows with the slots that a baseline, or what all have in common, leaves.
  func rowsWithSlots(_ board: Board) throws -> [SlottedRow] {
    var rows = try withNamedSets(try rows(board, withSlots: true), board)
    if query.mode == .pairwiseBaseline { rows = try Baseline(query).restrict(rows, board) }
    guard query.common else { return rows }
    let shared = SharedSlots(rows.map(\.slots))
    return rows.map { row in
      var row = row
      row.slots = SlotVector(row.slots.filter(shared.contains))
      return row
    }
  }

  /// Whether the query is about a model.
  func isAskedFor(_ model: String) -> Bool {
    query.models.isEmpty || query.models.contains { names.names($0, model) }
  }

  // MARK: - Private

  private var fastchat: FastChatReading {
    FastChatReading(
      connection: connection, query: query, facts: facts, questions: questions, names: names)
  }

  private func isAskedFor(_ standing: Standing) -> Bool { isAskedFor(standing.model) }

  /// Whether the whole-board sums of the rollup do not answer the query.
  private var needsSlots: Bool {
    query.category != nil || query.turn != nil || query.common || query.mode == .pairwiseBaseline
      || query.models.contains { ModelSet($0) != nil }
  }

  private func canonical(_ board: Board) throws -> [Standing] {
    guard needsSlots else { return try rows(board, withSlots: false).map(\.standing) }
    return try rowsWithSlots(board).compactMap { row in
      standing(
        row,
        row.slots.filter { entry in
          query.category.map { $0 == questions.category(entry.questionID) } ?? true
        }, board)
    }
  }

  private func canonical(_ board: Board, categories: [String]) throws -> [String: [Standing]] {
    var found: [String: [Standing]] = [:]
    for row in try rowsWithSlots(board) {
      let parts = Dictionary(grouping: row.slots) { questions.category($0.questionID) }
      for category in categories {
        let counted = parts[category].flatMap { standing(row, $0, board) }
        if let counted { found[category, default: []].append(counted) }
      }
    }
    return found
  }

  /// The rows, and one for each answer set that the query names: a board itself shows the newest.
  private func withNamedSets(_ rows: [SlottedRow], _ board: Board) throws -> [SlottedRow] {
    let wanted = query.models.compactMap(ModelSet.init)
    return try rows
      + wanted.compactMap { wanted in
        guard let row = rows.first(where: { names.names(wanted.model, $0.standing.model) }),
          let set = try computation.model(
            benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: row.modelID,
            set: wanted.set, mode: board.mode)
        else { return nil }
        var named = SlottedRow(set.model, names)
        named.standing.model = wanted.description
        return named
      }
  }

  /// A row counted from some slots, those of the query's turn; nil where it has none.
  private func standing(
    _ row: SlottedRow, _ slots: [SlotVector.Entry], _ board: Board
  ) -> Standing? {
    var standing = row.standing
    standing.recount(slots.filter { query.turn == nil || query.turn == $0.turn }, board.mode)
    return standing.n > 0 || standing.failed > 0 ? standing : nil
  }

  /// From the rollup where it knows, else from the judgments; in order of the models' names.
  private func rows(_ board: Board, withSlots: Bool) throws -> [SlottedRow] {
    if let rows = kept.rows[board.id] { return rows }
    let withSlots = withSlots || wantsSlots
    let models =
      facts.isCurrent
      ? try BoardModel.stored(connection, boardID: board.id, withSlots: withSlots)
      : try computation.models(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, mode: board.mode)
    let truncations = try kept.truncations(connection, facts) {
      isAskedFor(questionID: $0, turn: $1)
    }
    let rows = models.map { model in
      var row = SlottedRow(model, names)
      row.standing.truncated = truncations.count(
        benchmarkID: board.benchmarkID, modelID: model.modelID)
      return row
    }
    .sorted { $0.standing.model.utf8.lexicographicallyPrecedes($1.standing.model.utf8) }
    if wantsSlots { kept.rows[board.id] = rows }
    return rows
  }

  private func isAskedFor(questionID: Int64, turn: Int) -> Bool {
    (query.turn == nil || query.turn == turn)
      && (query.category.map { $0 == questions.category(questionID) } ?? true)
  }

  /// What is asked for again: the rows of boards, and how answers ended.
  private final class KeptRows {
    var rows: [Int64: [SlottedRow]] = [:]
    private var truncations: Truncations?

    func truncations(
      _ connection: Connection, _ facts: FactFilter, where counts: (Int64, Int) -> Bool
    ) throws -> Truncations {
      if let truncations { return truncations }
      let read = try Truncations(connection, facts, where: counts)
      truncations = read
      return read
    }
  }
}

/// A model's standing on a board with the slots that it is made of.
struct SlottedRow {
  var standing: Standing
  let modelID: Int64
  var slots: SlotVector

  init(_ model: BoardModel, _ names: ModelNames) {
    standing = Standing(model, names)
    modelID = model.modelID
    slots = model.slots
  }
}

/// The slots in which every model of a board has a scored verdict.
struct SharedSlots {
  private struct Slot: Hashable {
    let questionID: Int64
    let turn: Int?
    let opponentID: Int64?
  }

  private let slots: Set<Slot>

  init(_ rows: [SlotVector]) {
    let scored = rows.map { $0.filter { $0.count > 0 } }
    let sets = scored.filter { !$0.isEmpty }.map { Set($0.map(Self.slot)) }
    slots = sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) }
  }

  /// Whether a slot is shared by all.
  func contains(_ entry: SlotVector.Entry) -> Bool { slots.contains(Self.slot(entry)) }

  private static func slot(_ entry: SlotVector.Entry) -> Slot {
    Slot(questionID: entry.questionID, turn: entry.turn, opponentID: entry.opponentID)
  }
}
