internal import Storage
internal import Warehouse

/// Category and number of turns of the questions that the store knows.
struct QuestionCatalog {
  private var categories: [Int64: String] = [:]
  private var turnCounts: [Int64: [Int64: Int]] = [:]

  /// Reads the question versions that count.
  ///
  /// Of several versions of one question the one with the most
  /// turns counts, then the one with the lowest key, whatever came first.
  init(_ connection: Connection, _ facts: FactFilter) throws {
    try connection.forEach(
      """
      SELECT v.question_id, q.benchmark_id, v.category, v.turn_count, v.record_id, r.recorded_at
      FROM question_versions v
      JOIN questions q ON q.id = v.question_id
      JOIN records r ON r.id = v.record_id
      ORDER BY v.question_id, coalesce(v.turn_count, 0) DESC, r.record_key
      """
    ) { row in
      guard facts.counts(record: try row.integer(4), recordedAt: try row.integer(5)) else { return }
      let questionID = try row.integer(0)
      if let category = row.optionalText(2), categories[questionID] == nil {
        categories[questionID] = category
      }
      if let turns = row.optionalInteger(3) {
        let benchmarkID = try row.integer(1)
        let known = turnCounts[benchmarkID]?[questionID] ?? 0
        turnCounts[benchmarkID, default: [:]][questionID] = max(known, Int(turns))
      }
    }
  }

  /// nil: not known.
  func category(_ questionID: Int64) -> String? { categories[questionID] }

  /// The turns of the known questions of a benchmark, or of one category or turn of them; nil
  /// where no question text is known.
  func expectedTurns(benchmarkID: Int64, category: String?, turn: Int?) -> Int? {
    guard let questions = turnCounts[benchmarkID] else { return nil }
    return questions.reduce(0) { sum, question in
      if let category, categories[question.key] != category { return sum }
      guard let turn else { return sum + question.value }
      return sum + (turn <= question.value ? 1 : 0)
    }
  }

  /// Every category, in order of name.
  var allCategories: [String] { Set(categories.values).sorted() }
}
