internal import Warehouse

/// The models of one board, or of one edition of it, in their order.
struct RankedBoard {
  /// A model's place.
  struct Place {
    /// nil: not ranked, because slots are missing.
    let rank: Int?
    let standing: Standing
    /// How many verdicts there should be; nil: not known.
    let expected: Int?

    /// Whether verdicts are missing; nil where nobody knows how many there should be.
    var isPartial: Bool? { expected.map { standing.n < $0 } }
  }

  let board: Board
  let edition: Int
  let places: [Place]
  /// Editions of the same board.
  let editionCount: Int

  /// The boards a query is about, each edition for itself, those with most models first.
  static func all(_ query: BoardQuery, _ reader: StandingReader) throws -> [RankedBoard] {
    let boards = try reader.boards()
    let ranked = try boards.flatMap { board in
      let editions = Dictionary(grouping: try reader.standings(board), by: \.edition)
      return editions.sorted { $0.key < $1.key }.map { edition, standings in
        RankedBoard(
          board: board, edition: edition, editionCount: editions.count,
          standings: standings,
          expected: expected(board, query, reader.questions, standings))
      }
    }
    // A stable order: equal boards stay in order of their names.
    return ranked.enumerated().sorted { left, right in
      let counts = (left.element.places.count, right.element.places.count)
      return counts.0 != counts.1 ? counts.0 > counts.1 : left.offset < right.offset
    }
    .map(\.element)
    .map { $0.ranked(partialToo: query.ranksPartial) }
  }

  /// Short name of the board for people and scripts.
  var name: String { edition == 1 ? board.key.short : "\(board.key.short)-\(edition)" }

  /// A board without its models, for its title.
  init(alone board: Board) {
    self.init(board: board, edition: 1, editionCount: 1, places: [])
  }

  /// The same board ranked by other values, the highest first; a model without one is not ranked.
  func ranked(by values: [String: Double]) -> RankedBoard {
    let ordered = places.sorted { left, right in
      let pair = (
        values[left.standing.model] ?? -.infinity, values[right.standing.model] ?? -.infinity
      )
      return pair.0 != pair.1 ? pair.0 > pair.1 : left.standing.model < right.standing.model
    }
    var last: (rank: Int, value: Double)?
    let ranked = ordered.enumerated().map { index, place in
      guard let value = values[place.standing.model] else {
        return Place(rank: nil, standing: place.standing, expected: place.expected)
      }
      let rank = last.map { $0.value == value ? $0.rank : index + 1 } ?? 1
      last = (rank, value)
      return Place(rank: rank, standing: place.standing, expected: place.expected)
    }
    return RankedBoard(board: board, edition: edition, editionCount: editionCount, places: ranked)
  }

  // MARK: - Private

  private init(board: Board, edition: Int, editionCount: Int, places: [Place]) {
    self.board = board
    self.edition = edition
    self.editionCount = editionCount
    self.places = places
  }

  private init(
    board: Board, edition: Int, editionCount: Int, standings: [Standing], expected: Int?
  ) {
    self.init(
      board: board, edition: edition, editionCount: editionCount,
      places: standings.map { Place(rank: nil, standing: $0, expected: expected) })
  }

  /// Only a single-answer board has a number of verdicts that everybody should have; a shared
  /// reading has what is shared.
  private static func expected(
    _ board: Board, _ query: BoardQuery, _ questions: QuestionCatalog, _ standings: [Standing]
  ) -> Int? {
    guard board.mode == .single, query.reading == .canonical else { return nil }
    if query.common { return standings.map(\.n).max() }
    return questions.expectedTurns(
      benchmarkID: board.benchmarkID, category: query.category, turn: query.turn)
  }

  /// Ranked by score at full precision, then name; equal scores share a rank.
  private func ranked(partialToo: Bool) -> RankedBoard {
    let ordered = places.sorted { left, right in
      let scores = (left.standing.score ?? -.infinity, right.standing.score ?? -.infinity)
      return scores.0 != scores.1 ? scores.0 > scores.1 : left.standing.model < right.standing.model
    }
    func isRanked(_ place: Place) -> Bool {
      place.standing.n > 0 && (partialToo || place.isPartial != true)
    }
    var last: (rank: Int, score: Double?)?
    let ranked = ordered.filter(isRanked).enumerated().map { index, place in
      let score = place.standing.score
      let rank = last.map { $0.score == score ? $0.rank : index + 1 } ?? 1
      last = (rank, score)
      return Place(rank: rank, standing: place.standing, expected: place.expected)
    }
    return RankedBoard(
      board: board, edition: edition, editionCount: editionCount,
      places: ranked + ordered.filter { !isRanked($0) })
  }
}
