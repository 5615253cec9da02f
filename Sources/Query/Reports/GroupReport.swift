internal import Statistics
internal import Storage
public import Warehouse

/// Who stands where, by what models have in common: a row for each value of a tag, such as the
/// method of which the models are training seeds.
public struct GroupReport: Sendable {
  private let query: BoardQuery
  private let tag: String

  /// A leaderboard of groups of the query's models.
  ///
  /// - Parameter tag: the name of a tag that `models tag` gave.
  public init(_ query: BoardQuery, tag: String) {
    self.query = query
    self.tag = tag
  }

  /// Computes the report.
  ///
  /// - Throws: `NameError` for a tag that no model has, among others; what the store throws.
  /// - Complexity: O(slots).
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [query, tag] connection in
      let reader = try StandingReader(connection, query, wantsSlots: true)
      try query.checkNames(reader)
      let tags = reader.facts.effects.tags
      try NameError.check(
        tag, kind: "tag", among: Set(tags.values.flatMap(\.keys)).sorted())
      let boards = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      let fields = Self.fields
      return Report(
        name: "leaderboard",
        parameters: query.parameters + [Report.Parameter("group_by", .text(tag))],
        columns: Array(fields),
        sections: try boards.map { try Self.section($0, tag, query, reader, fields) }
          .filter { !$0.rows.isEmpty },
        notes: try query.notes(reader))
    }
  }

  // MARK: - Private

  private struct Row: BoardRow {
    let title: BoardTitle
    let rank: Int?
    let value: String
    let mean: CrossedMean
    let n: Int
  }

  private static func section(
    _ ranked: RankedBoard, _ tag: String, _ query: BoardQuery, _ reader: StandingReader,
    _ fields: [Field<Row>]
  ) throws -> Report.Section {
    let title = BoardTitle(ranked: ranked, query: query)
    let slots = try reader.slotsByModel(ranked.board)
    let tags = reader.facts.effects.tags
    let standing = Set(ranked.places.filter { $0.standing.n > 0 }.map(\.standing.model))
    let rows = try reader.rowsWithSlots(ranked.board)
      .filter { standing.contains($0.standing.model) }
    let groups = Dictionary(grouping: rows) { tags[$0.modelID]?[tag] }
    let means = groups.compactMap { value, rows -> (value: String, mean: CrossedMean, n: Int)? in
      guard let value else { return nil }
      let values = rows.enumerated().flatMap { number, row in
        (slots[row.standing.model] ?? SlotVector([])).map {
          CrossedMean.Value(
            model: number, question: $0.questionID, count: $0.count, sum: $0.sum)
        }
      }
      return CrossedMean(values).map { (value, $0, values.reduce(0) { $0 + $1.cluster.count }) }
    }
    .sorted { $0.mean.mean != $1.mean.mean ? $0.mean.mean > $1.mean.mean : $0.value < $1.value }
    let ordered = means.enumerated().map { place, group in
      let rank = (means.firstIndex { $0.mean.mean == group.mean.mean } ?? place) + 1
      return Row(
        title: title, rank: rank, value: group.value, mean: group.mean, n: group.n)
    }
    return Report.Section(
      title: "\(title.title) · by \(tag)", subtitle: title.subtitle,
      rows: ordered.map { Report.Row($0, fields) },
      notes: notes(ordered, tag, untagged: groups[nil]?.count ?? 0))
  }

  private static func notes(_ rows: [Row], _ tag: String, untagged: Int) -> [String] {
    var notes: [String] = []
    let alone = rows.filter { $0.mean.models == 1 }.map(\.value)
    if !rows.isEmpty, alone.count == rows.count {
      notes.append(
        "With one model a group this compares checkpoints, not methods: intervals are about other "
          + "questions only, and another training seed may differ by more.")
    } else if !alone.isEmpty {
      notes.append(
        "\(alone.joined(separator: ", ")) \(alone.count == 1 ? "has" : "have") one model only; the "
          + "interval there is about other questions, not about other models.")
    }
    if untagged > 0 {
      notes.append(
        "\(untagged) model\(untagged == 1 ? " has" : "s have") no tag \(tag) and "
          + "\(untagged == 1 ? "is" : "are") left out.")
    }
    return notes
  }

  private static var fields: [Field<Row>] {
    Field.board + [
      .number("rank") { Cell($0.rank) },
      .text("value") { .text($0.value) },
      .number("models", unit: "rows") { Cell($0.mean.models) },
      .number("score", unit: "points", digits: 2) { Cell($0.mean.mean) },
      .number("spread", unit: "points", digits: 2) { Cell($0.mean.modelDeviation) },
      .number("se", unit: "points", digits: 2) {
        Cell($0.mean.standardError ?? $0.mean.questionError)
      },
      .number("ci_low", unit: "points", digits: 2) { Cell($0.mean.interval?.lowerBound) },
      .number("ci_high", unit: "points", digits: 2) { Cell($0.mean.interval?.upperBound) },
      .number("questions", unit: "rows", .whenSpace(priority: 1)) { Cell($0.mean.questions) },
      .number("n", unit: "rows") { Cell($0.n) },
    ]
  }
}
