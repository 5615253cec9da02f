internal import Storage

/// Under which question texts and references the slots of a board were judged.
///
/// No slot of a board may be scored under two that are known; where that happens the board's
/// models fall into editions, each free of such slots.
struct BoardContexts {
  struct Slot: Hashable {
    let questionID: Int64
    /// 0: of the whole conversation, or not stated.
    let turn: Int
  }

  private(set) var known: [Slot: Set<Key>] = [:]

  mutating func add(_ contexts: [Slot: Key]) {
    for (slot, context) in contexts { known[slot, default: []].insert(context) }
  }

  /// Slots that were judged under more than one known context.
  var conflicts: Set<Slot> { Set(known.filter { $0.value.count > 1 }.keys) }

  /// The edition of each row, by model id; edition 1 is the one that was judged first.
  ///
  /// Two rows share an edition when no conflicting slot that both have was judged differently; a
  /// context that is not known differs from every one that is.
  ///
  /// - Parameter rows: in the order in which they were first judged.
  static func editions(_ rows: [BoardRow], conflicts: Set<Slot>) -> [Int64: Int] {
    var signatures: [[Slot: Key?]] = []
    var editions: [Int64: Int] = [:]
    for row in rows {
      let contexts = row.contexts
      var signature: [Slot: Key?] = [:]
      for slot in row.slots.intersection(conflicts) {
        signature.updateValue(contexts[slot], forKey: slot)
      }
      let fitting = signatures.firstIndex { other in
        signature.allSatisfy { slot, context in other[slot].map { $0 == context } ?? true }
      }
      if let fitting {
        signatures[fitting].merge(signature) { old, _ in old }
        editions[row.modelID] = fitting + 1
      } else {
        signatures.append(signature)
        editions[row.modelID] = signatures.count
      }
    }
    return editions
  }

  static func load(_ connection: Connection, boardID: Int64) throws -> BoardContexts {
    var contexts = BoardContexts()
    try connection.forEach(
      "SELECT question_id, turn, context_key FROM board_contexts WHERE board_id = $1",
      [.integer(boardID)]
    ) { row in
      let slot = Slot(questionID: try row.integer(0), turn: try row.int(1))
      if let key = Key(try row.bytes(2)) { contexts.known[slot, default: []].insert(key) }
    }
    return contexts
  }

  func save(_ connection: Connection, boardID: Int64) throws {
    let insert = BulkInsert(
      connection, into: "board_contexts",
      columns: ["board_id", "question_id", "turn", "context_key"], conflict: .ignored)
    for (slot, keys) in known {
      for key in keys {
        insert.append([
          .integer(boardID), .integer(slot.questionID), .integer(slot.turn), .bytes(key.bytes),
        ])
      }
    }
    try insert.finish()
  }
}
