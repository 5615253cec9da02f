internal import Storage
public import Warehouse

/// What a store has to ask, and to judge.
public struct Benchmarks: Sendable {
  private let store: Store

  /// The question sets of a store.
  public init(_ store: Store) {
    self.store = store
  }

  /// The question set that was named, else the only one there is.
  ///
  /// - Throws: `PlanError`.
  public func chosen(_ name: String?) async throws -> String {
    let known = try await store.database.read { connection in
      try connection.all(
        """
        SELECT DISTINCT b.name FROM benchmarks b JOIN questions q ON q.benchmark_id = b.id
        JOIN question_turns t ON t.question_id = q.id ORDER BY b.name
        """
      ) { try $0.text(0) }
    }
    guard let name else {
      guard known.count == 1 else { throw PlanError.chooseBenchmark(known) }
      return known[0]
    }
    guard known.contains(name) else { throw PlanError.noQuestions(name) }
    return name
  }

  /// The models that were named, or all that have answers.
  ///
  /// - Throws: `PlanError` where none was named, or one has no answers.
  public func models(_ names: [String], of benchmark: String) async throws -> [String] {
    let known = try await store.database.read { connection in
      try connection.all(
        """
        SELECT DISTINCT m.name FROM answer_records a JOIN models m ON m.id = a.model_id
        JOIN questions q ON q.id = a.question_id JOIN benchmarks b ON b.id = q.benchmark_id
        WHERE b.name = $1 AND a.role = 'answer' ORDER BY m.name
        """, [.text(benchmark)]
      ) { try $0.text(0) }
    }
    guard !names.isEmpty else { throw PlanError.chooseModels(known) }
    if names == ["all"] { return known }
    let unknown = names.filter { !known.contains($0) }
    guard unknown.isEmpty else { throw PlanError.noAnswers(unknown, known: known) }
    return names
  }
}
