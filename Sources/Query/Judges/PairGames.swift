internal import Storage
internal import Warehouse

/// The two games of the pairs on a board: who won with the answers in either order.
struct PairGames {
  /// What the two orders said.
  enum Kind: String, CaseIterable {
    /// The same model won both, or both were ties.
    case consistent
    /// The answer that stood first won both times.
    case first
    /// The answer that stood second won both times.
    case second
    /// One was a tie, the other was not.
    case other
    /// A game has no result.
    case error
  }

  /// One pair.
  struct Pair {
    let questionID: Int64
    let models: [Int64]
    let kind: Kind
  }

  /// Of pairs that were judged in both orders, in order of their records.
  private(set) var pairs: [Pair] = []
  /// Pairs that were judged in one order only.
  private(set) var judgedOnce = 0

  /// - Complexity: O(judgments of the board).
  init(_ board: Board, _ reader: StandingReader) throws {
    let computation = try BoardComputation(reader.connection, reader.facts)
    var records: Set<Int64> = []
    for row in try reader.rowsWithSlots(board) where reader.isAskedFor(row.standing.model) {
      let values = try computation.values(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: row.modelID)
      records.formUnion(values.filter { counts($0, reader) }.map(\.recordID))
    }
    let statement = try reader.connection.prepare(
      """
      SELECT question_id, model_id, opponent_id, game, winner FROM judgments
      WHERE record_id = $1 ORDER BY game
      """)
    for record in records.sorted() {
      var games: [(winner: Winner?, questionID: Int64, models: [Int64])] = []
      try statement.forEach([.integer(record)]) { row in
        let root = reader.facts.effects.models.root
        games.append(
          (
            row.optionalText(4).flatMap(Winner.init), try row.integer(0),
            [root(try row.integer(1)), row.optionalInteger(2).map(root) ?? 0]
          ))
      }
      guard let first = games.first, games.count == 2 else {
        judgedOnce += 1
        continue
      }
      pairs.append(
        Pair(
          questionID: first.questionID, models: first.models.sorted(),
          kind: Self.kind(games[0].winner, games[1].winner)))
    }
  }

  // MARK: - Private

  private func counts(_ value: BoardComputation.Value, _ reader: StandingReader) -> Bool {
    reader.isAskedFor(
      SlotVector.Entry(
        questionID: value.questionID, opponentID: value.opponentID, turn: value.turn, count: 1,
        sum: 0))
  }

  /// In game 1 the model stands first, in game 2 the opponent; winners have the swap undone.
  private static func kind(_ first: Winner?, _ second: Winner?) -> Kind {
    switch (first, second) {
    case (nil, _), (_, nil): .error
    case (.model, .opponent): .first
    case (.opponent, .model): .second
    case (let a, let b): a == b ? .consistent : .other
    }
  }
}
