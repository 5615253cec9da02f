internal import Storage
internal import Warehouse

/// What models are called: by their names, by the name of the model they are read as, by labels.
struct ModelNames {
  private let names: [Int64: String]
  private let effects: StatementEffects
  // The name of the model that another name is read as, where that is not itself.
  private let aliases: [String: String]

  init(_ connection: Connection, _ effects: StatementEffects) throws {
    // A damaged store may give an id twice.
    var names: [Int64: String] = [:]
    try connection.forEach("SELECT id, name FROM models") { row in
      names[try row.integer(0)] = try row.text(1)
    }
    self.names = names
    self.effects = effects
    aliases = Dictionary(
      effects.models.roots.compactMap { id, root in
        names[id].flatMap { name in names[root].map { (name, $0) } }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The name of a model.
  subscript(id: Int64) -> String { names[id] ?? "?" }

  /// What people call a model; nil: its name.
  func label(_ id: Int64) -> String? { effects.labels[id] }

  /// The model that a name means; nil: none.
  func id(of given: String) -> Int64? {
    names.first { $0.value == aliases[given] ?? given }?.key
  }

  /// Whether a name that a person gave means the model of a row.
  func names(_ given: String, _ model: String) -> Bool {
    given == model || aliases[given] == model
  }
}
