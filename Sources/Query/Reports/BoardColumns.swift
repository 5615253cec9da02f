internal import Storage
internal import Warehouse

/// A row of a report on boards: it knows the board it stands on.
protocol BoardRow: Sendable {
  var title: BoardTitle { get }
}

extension Field where Item: BoardRow {
  /// The columns that tell which board a row belongs to, the same in every report on boards.
  static var board: [Field] {
    [
      inTitle("benchmark") { .text($0.title.ranked.board.benchmark) },
      inTitle("judge") { .text($0.title.ranked.board.judge) },
      inTitle("protocol") { Cell($0.title.ranked.board.protocolName) },
      inTitle("mode") { .text($0.title.modeName) },
      inTitle("board") { .text($0.title.ranked.name) },
    ]
  }
}

extension BoardQuery {
  /// What was asked, for JSON.
  var parameters: [Report.Parameter] {
    [
      Report.Parameter("benchmark", Cell(benchmark)),
      Report.Parameter("judge", Cell(judge)),
      Report.Parameter("models", .list(models.map(Cell.text))),
      Report.Parameter("mode", Cell(mode?.rawValue)),
      Report.Parameter("category", Cell(category)),
      Report.Parameter("turn", Cell(turn)),
      Report.Parameter("baseline", Cell(baseline)),
      Report.Parameter("partial", .boolean(ranksPartial)),
      Report.Parameter("common", .boolean(common)),
      Report.Parameter("reading", .text(reading.rawValue)),
      Report.Parameter("experiment", Cell(experiment)),
      Report.Parameter("as_of", Cell(time: asOf)),
      Report.Parameter("since", Cell(time: since)),
      Report.Parameter("until", Cell(time: until)),
    ]
  }

  /// Refuses models and categories that the store does not have.
  func checkNames(_ reader: StandingReader) throws {
    try NameError.check(category, kind: "category", among: reader.questions.allCategories)
    guard !models.isEmpty || baseline != nil else { return }
    let known = try reader.connection.all("SELECT name FROM models") { try $0.text(0) }
    for model in models + (baseline.map { [$0] } ?? []) {
      let isSet = ModelSet(model).map { known.contains($0.model) } ?? false
      if !isSet { try NameError.check(model, kind: "model", among: known) }
    }
  }

  /// What people must know of the reading, after it was done.
  func notes(_ reader: StandingReader) throws -> [String] {
    var notes: [String] = []
    if reading == .fastchat {
      notes.append("Read as FastChat's show_result does: every scored row counts, repeats too.")
    }
    if let asOf { notes.append("As the store knew it at \(Timestamp(nanoseconds: asOf).rfc3339).") }
    return notes + (try TimeNotes(reader).notes)
  }
}
