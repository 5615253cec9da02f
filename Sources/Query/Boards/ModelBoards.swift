internal import Storage
internal import Warehouse

/// One model and the boards that a query is about.
struct ModelBoards {
  let reader: StandingReader
  let boards: [Board]
  let names: ModelNames
  /// The model that the name is read as.
  let modelID: Int64

  /// - Throws: `NameError` for a model that the store does not have.
  init(_ connection: Connection, _ model: String, _ query: BoardQuery) throws {
    reader = try StandingReader(connection, query)
    try query.checkNames(reader)
    names = try ModelNames(connection, reader.facts.effects)
    guard let modelID = names.id(of: model) else {
      throw NameError.unknown(kind: "model", name: model, nearest: nil)
    }
    self.modelID = modelID
    boards = try reader.boards()
  }
}
