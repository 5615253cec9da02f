internal import Storage

/// One part of a run: what one model answers of a benchmark, or what one judge judges there.
///
/// A run may have several, and whoever works on one must not take the items of another: it does not
/// know what to ask for them.
package struct WorkPart: Sendable, Hashable {
  package let kind: WorkSlot.Kind
  /// Everything that is sent but the texts.
  package let configuration: Key
  package let benchmark: String
  /// The model that answers; nil: a judge judges several.
  package let model: String?

  package init(_ kind: WorkSlot.Kind, configuration: Key, benchmark: String, model: String? = nil) {
    self.kind = kind
    self.configuration = configuration
    self.benchmark = benchmark
    self.model = model
  }

  /// What holds of its items `w`, and the values that stand in it from a number on.
  func condition(from first: Int, _ names: NameTables) throws -> (sql: String, values: [SQLValue]) {
    var sql = """
      w.kind = $\(first) AND w.configuration_key = $\(first + 1)
      AND (SELECT q.benchmark_id FROM questions q WHERE q.id = w.question_id) = $\(first + 2)
      """
    var values: [SQLValue] = [
      .text(kind.rawValue), .bytes(configuration.bytes), .integer(try names.benchmark(benchmark)),
    ]
    if let model {
      sql += " AND w.model_id = $\(first + 3)"
      values.append(.integer(try names.model(model)))
    }
    return (sql, values)
  }
}
