internal import Storage
internal import Warehouse

/// Names with several answer sets, and slots that were judged again.
struct BoardFindings {
  let findings: [Finding]

  init(_ reader: StandingReader) throws {
    let names = try ModelNames(reader.connection, reader.facts.effects)
    var sets: [Finding] = []
    var repeats: [Finding] = []
    for board in try reader.boards() {
      let place = "\(board.benchmark) judged by \(board.judge)"
      for model in try BoardModel.stored(
        reader.connection, boardID: board.id, withSlots: false)
      {
        let name = names[model.modelID]
        if model.answerSets > 1 {
          sets.append(
            Finding(
              kind: .answerSets, subject: name, rows: model.answerSets,
              text: "\(name) has \(model.answerSets) answer sets under one name on \(place); the "
                + "newest is shown",
              command: CommandText.of(
                "exclude", "set", "\(name)@1", "--benchmark", board.benchmark, "--judge",
                board.judge, "--reason", "WHY")))
        }
        let again = model.superseded
        if again.count > 0 {
          repeats.append(
            Finding(
              kind: .repeats, subject: name, rows: again.count,
              text: "\(again.count) slots of \(name) were judged again on \(place)"
                + (again.failed > 0 ? ", \(again.failed) of them after a failed call" : "")
                + "; the latest scored judgment counts",
              command: CommandText.of(
                "exclude", "repeats", name, "--benchmark", board.benchmark, "--judge",
                board.judge, "--reason", "WHY")))
        }
      }
    }
    findings = sets + repeats
  }
}
