internal import Storage
internal import Warehouse

/// Reads the standings of a board: from its rollup, from its slots where a filter asks for parts,
/// or from the judgments where another reading is asked for.
struct StandingReader {
  let connection: Connection
  let query: BoardQuery
  let questions: QuestionCatalog

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

  // MARK: - Private

  private var fastchat: FastChatReading {
    FastChatReading(connection: connection, query: query, questions: questions)
  }

  private func isAskedFor(_ standing: Standing) -> Bool {
    query.models.isEmpty || query.models.contains(standing.model)
  }

  /// Whether the whole-board sums of the rollup do not answer the query.
  private var needsSlots: Bool {
    query.category != nil || query.turn != nil || query.common || query.mode == .pairwiseBaseline
      || query.models.contains { ModelSet($0) != nil }
  }

  private func canonical(_ board: Board) throws -> [Standing] {
    guard needsSlots else { return try rollup(board, withSlots: false).map(\.standing) }
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

  /// Rows with the slots that a baseline, or what all have in common, leaves.
  func rowsWithSlots(_ board: Board) throws -> [RollupRow] {
    var rows = try withNamedSets(try rollup(board, withSlots: true), board)
    if query.mode == .pairwiseBaseline { rows = try Baseline(query).restrict(rows, board) }
    guard query.common else { return rows }
    let shared = SharedSlots(rows.map(\.slots))
    return rows.map { row in
      var row = row
      row.slots = row.slots.filter(shared.contains)
      return row
    }
  }

  /// The rows, and one for each answer set that the query names: a board itself shows the newest.
  private func withNamedSets(_ rows: [RollupRow], _ board: Board) throws -> [RollupRow] {
    let wanted = query.models.compactMap(ModelSet.init)
    guard !wanted.isEmpty else { return rows }
    let reader = try AnswerSetReader(connection)
    return try rows
      + wanted.compactMap { wanted in
        guard var row = rows.first(where: { $0.standing.model == wanted.model }),
          let set = try reader.row(
            benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: row.modelID,
            set: wanted.set)
        else { return nil }
        row.slots = set.slots
        row.standing.model = wanted.description
        row.standing.answerSet = (set.set, set.count)
        row.standing.range = set.range
        row.standing.scale = set.scale
        return row
      }
  }

  /// A row counted from some slots, those of the query's turn; nil where it has none.
  private func standing(
    _ row: RollupRow, _ slots: [SlotVector.Entry], _ board: Board
  ) -> Standing? {
    var standing = row.standing
    standing.recount(slots.filter { query.turn == nil || query.turn == $0.turn }, board.mode)
    return standing.n > 0 || standing.failed > 0 ? standing : nil
  }

  /// A row of the rollup, with its slots where they are needed.
  struct RollupRow {
    var standing: Standing
    let modelID: Int64
    var slots: [SlotVector.Entry]
  }

  private func rollup(_ board: Board, withSlots: Bool) throws -> [RollupRow] {
    try connection.all(
      """
      SELECT m.name, b.edition, b.answer_set, b.answer_sets, b.n, b.score_sum, b.failed,
        b.truncated, b.first_turn_n, b.first_turn_sum, b.second_turn_n, b.second_turn_sum, b.wins,
        b.losses, b.ties, b.clusters, b.sum_squares, b.sum_products, b.count_squares, b.score_low,
        b.score_high, b.scale_low, b.scale_high, b.last_judged_at, b.model_id\
      \(withSlots ? ", b.slots" : "")
      FROM board_models b JOIN models m ON m.id = b.model_id
      WHERE b.board_id = $1 ORDER BY m.name
      """, [.integer(board.id)]
    ) { row in
      RollupRow(
        standing: try Standing(row), modelID: try row.integer(24),
        slots: withSlots ? SlotVector(packed: try row.bytes(25))?.entries ?? [] : [])
    }
  }
}

extension Standing {
  /// Reads the columns that `StandingReader.rollup` selects.
  fileprivate init(_ row: borrowing Row) throws {
    func range(_ low: Double?, _ high: Double?) -> ClosedRange<Double>? {
      if let low, let high { low...high } else { nil }
    }
    model = try row.text(0)
    edition = try row.int(1)
    answerSet = (try row.int(2), try row.int(3))
    n = try row.int(4)
    sum = try row.real(5)
    failed = try row.int(6)
    truncated = row.optionalInteger(7).map { Int($0) }
    turns = [
      (try row.int(8), try row.real(9)), (try row.int(10), try row.real(11)),
    ]
    games = (try row.int(12), try row.int(13), try row.int(14))
    clusters = ClusterSums(
      count: try row.int(15), sumSquares: try row.real(16), sumProducts: try row.real(17),
      countSquares: try row.real(18))
    self.range = range(row.optionalReal(19), row.optionalReal(20))
    scale = range(row.optionalReal(21), row.optionalReal(22))
    lastJudgedAt = row.optionalInteger(23)
  }

  /// Counts anew from some of the slots.
  fileprivate mutating func recount(_ slots: [SlotVector.Entry], _ mode: JudgingMode) {
    let entries = slots.filter { $0.count > 0 }
    failed = slots.count - entries.count
    n = entries.map(\.count).reduce(0, +)
    sum = entries.map(\.sum).sum
    turns = [1, 2].map { turn in
      let ofTurn = entries.filter { $0.turn == turn }
      return (ofTurn.map(\.count).reduce(0, +), ofTurn.map(\.sum).sum)
    }
    var clusters = ClusterSums()
    let byQuestion = Dictionary(grouping: entries, by: \.questionID)
    for (_, entries) in byQuestion.sorted(by: { $0.key < $1.key }) {
      clusters.add(sum: entries.map(\.sum).sum, count: entries.map(\.count).reduce(0, +))
    }
    self.clusters = clusters
    guard mode == .pairwise else { return }
    games = (0, 0, 0)
    for entry in entries {
      // A slot holds one result unless a run repeated it; then its share counts.
      switch entry.sum / Double(entry.count) {
      case 1: games.wins += entry.count
      case 0: games.losses += entry.count
      default: games.ties += entry.count
      }
    }
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

  init(_ rows: [[SlotVector.Entry]]) {
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
