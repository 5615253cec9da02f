internal import Storage

/// The order in which people expect questions, the same in every store that holds them.
struct QuestionOrder {
  private var places: [Int64: Int] = [:]
  private var names: [Int64: String] = [:]

  /// Reads the names of all questions.
  ///
  /// - Complexity: O(questions · log questions).
  init(_ connection: Connection) throws {
    let all = try connection.all("SELECT id, external_id FROM questions") { row in
      (id: try row.integer(0), name: try row.text(1))
    }
    let sorted = all.sorted { Self.isBefore($0.name, $1.name) }
    for (place, question) in sorted.enumerated() {
      places[question.id] = place
      names[question.id] = question.name
    }
  }

  /// Where a question stands among all.
  func place(_ questionID: Int64) -> Int { places[questionID] ?? .max }

  /// What the benchmark calls it.
  func name(_ questionID: Int64) -> String { names[questionID] ?? "?" }

  /// Numbers by value before everything else, which goes by its bytes.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    switch (Int(left), Int(right)) {
    case (let left?, let right?) where left != right: return left < right
    case (nil, _?): return false
    case (_?, nil): return true
    default: return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
  }
}
