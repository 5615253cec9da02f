internal import Storage
internal import Warehouse

/// Answers that stand on two boards, and what each judge made of them.
struct SharedAnswers {
  /// One question and turn of one model, that both judged.
  struct Slot {
    let model: String
    let questionID: Int64
    let turn: Int?
    let first: Double
    let second: Double
  }

  /// In order of model, question and turn.
  private(set) var slots: [Slot] = []
  /// Slots that are left out because the two judged other texts.
  private(set) var otherTexts = 0
  /// Slots that count although it is not known whether the texts were the same.
  private(set) var unknownTexts = 0

  /// - Parameters:
  ///   - first: a board of single answers.
  ///   - second: another, of the same benchmark.
  init(_ first: Board, _ second: Board, _ reader: StandingReader) throws {
    let rows = (try reader.rowsWithSlots(first), try reader.rowsWithSlots(second))
    let others = Dictionary(rows.1.map { ($0.standing.model, $0) }) { first, _ in first }
    let computation = try BoardComputation(reader.connection, reader.facts)
    for row in rows.0 {
      guard let other = others[row.standing.model], reader.isAskedFor(row.standing.model) else {
        continue
      }
      let values = try [first, second].map { board in
        try Self.values(board, row.modelID, computation)
      }
      let places = Set(other.slots.map(Place.init))
      for entry in row.slots where places.contains(Place(entry)) && reader.isAskedFor(entry) {
        guard let a = values[0][Place(entry)], let b = values[1][Place(entry)] else { continue }
        add(row.standing.model, entry, a, b)
      }
    }
  }

  /// The models that both judged, in order of their names.
  var models: [String] {
    var seen: Set<String> = []
    return slots.map(\.model).filter { seen.insert($0).inserted }
  }

  /// A sentence on what could not be told, or was left out.
  var notes: [String] {
    var notes: [String] = []
    if otherTexts > 0 {
      notes.append(
        "\(otherTexts) verdict\(otherTexts == 1 ? " is" : "s are") left out: the two judges read "
          + "other answers of the same model there.")
    }
    if unknownTexts > 0 {
      notes.append(
        "Of \(unknownTexts) verdict\(unknownTexts == 1 ? "" : "s") it is not known whether both "
          + "judges read the same answer, since a prompt is not known by its parts.")
    }
    return notes
  }

  // MARK: - Private

  private struct Place: Hashable {
    let questionID: Int64
    let turn: Int?
    let opponentID: Int64?

    init(_ entry: SlotVector.Entry) {
      (questionID, turn, opponentID) = (entry.questionID, entry.turn, entry.opponentID)
    }

    init(_ value: BoardComputation.Value) {
      (questionID, turn, opponentID) = (value.questionID, value.turn, value.opponentID)
    }
  }

  /// What a slot got, and the texts that were judged.
  private struct Judged {
    var count = 0
    var sum = 0.0
    var texts: Set<[Int64]> = []
  }

  private static func values(
    _ board: Board, _ modelID: Int64, _ computation: BoardComputation
  ) throws -> [Place: Judged] {
    var judged: [Place: Judged] = [:]
    let values = try computation.values(
      benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: modelID)
    for value in values {
      guard let score = value.value else { continue }
      judged[Place(value), default: Judged()].count += 1
      judged[Place(value), default: Judged()].sum += score
      judged[Place(value), default: Judged()].texts.insert(value.answerTextIDs)
    }
    return judged
  }

  private mutating func add(
    _ model: String, _ entry: SlotVector.Entry, _ a: Judged, _ b: Judged
  ) {
    let isKnown = !a.texts.contains([]) && !b.texts.contains([])
    if isKnown, a.texts.isDisjoint(with: b.texts) {
      otherTexts += 1
      return
    }
    if !isKnown { unknownTexts += 1 }
    slots.append(
      Slot(
        model: model, questionID: entry.questionID, turn: entry.turn,
        first: a.sum / Double(a.count), second: b.sum / Double(b.count)))
  }
}
