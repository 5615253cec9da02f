internal import Warehouse

/// What a model got in each slot of a board.
struct ModelSlots {
  /// As the query named it, `NAME@2` where it named a set.
  let model: String
  let modelID: Int64
  /// nil: the set that the board shows.
  let set: Int?
  /// In order of question, opponent and turn; only those that the query asks for.
  let entries: [SlotVector.Entry]
}

extension StandingReader {
  /// The slots of the query's models that stand on a board, in the query's order.
  func slots(of ranked: RankedBoard) throws -> [ModelSlots] {
    let standing = Set(ranked.places.map(\.standing.model))
    let rows = try rowsWithSlots(ranked.board).filter { standing.contains($0.standing.model) }
    return query.models.compactMap { name in
      guard let row = rows.first(where: { $0.standing.model == name }) else { return nil }
      return ModelSlots(
        model: name, modelID: row.modelID, set: ModelSet(name)?.set,
        entries: row.slots.filter(isAskedFor))
    }
  }

  /// What each model of a board got, by its name; only slots that the query asks for.
  func slotsByModel(_ board: Board) throws -> [String: SlotVector] {
    let isWhole = query.turn == nil && query.category == nil
    let rows = try rowsWithSlots(board)
    return Dictionary(
      rows.map {
        ($0.standing.model, isWhole ? $0.slots : SlotVector($0.slots.filter(isAskedFor)))
      }
    ) { $1 }
  }

  /// Whether a slot is of the category and turn that the query is about.
  func isAskedFor(_ entry: SlotVector.Entry) -> Bool {
    (query.turn == nil || query.turn == entry.turn)
      && (query.category.map { $0 == questions.category(entry.questionID) } ?? true)
  }
}
