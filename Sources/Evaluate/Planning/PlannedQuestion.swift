internal import Storage
internal import Warehouse

/// A question as it is asked.
struct PlannedQuestion: Sendable, Hashable {
  let name: QuestionName
  let category: String?
  let requiredTemperature: Double?
  let turns: [TextPart]
}

extension PlannedQuestion {
  /// The questions of a benchmark that have texts, in order of their ids.
  ///
  /// Of several versions the one with most turns counts, then the one with the lowest key: as the
  /// boards take a question's category.
  static func all(
    of benchmark: String, _ connection: Connection, _ facts: FactFilter
  ) throws -> [PlannedQuestion] {
    var versions: [Int64: PlannedQuestion] = [:]
    var chosen: [String: Int64] = [:]
    try connection.forEach(
      """
      SELECT q.external_id, v.record_id, r.recorded_at, v.category, v.required_temperature,
        x.id, x.content
      FROM questions q JOIN benchmarks b ON b.id = q.benchmark_id
      JOIN question_versions v ON v.question_id = q.id JOIN records r ON r.id = v.record_id
      JOIN question_turns t ON t.record_id = v.record_id JOIN texts x ON x.id = t.text_id
      WHERE b.name = $1 ORDER BY q.id, v.turn_count DESC, r.record_key, t.turn
      """, [.text(benchmark)]
    ) { row in
      let (id, version) = (try row.text(0), try row.integer(1))
      guard facts.counts(record: version, recordedAt: try row.integer(2)),
        chosen[id, default: version] == version
      else { return }
      chosen[id] = version
      let part = TextPart(id: try row.integer(5), text: try row.text(6))
      versions[version] = PlannedQuestion(
        name: QuestionName(benchmark: benchmark, externalID: id), category: row.optionalText(3),
        requiredTemperature: row.optionalReal(4),
        turns: (versions[version]?.turns ?? []) + [part])
    }
    return versions.values.sorted { Self.precedes($0.name.externalID, $1.name.externalID) }
  }

  /// Numbers in order of size, before other names in order of their letters.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    switch (Int(left), Int(right)) {
    case (let left?, let right?): left < right
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): left < right
    }
  }
}
