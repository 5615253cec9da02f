package import Storage

extension RunIdentity {
  /// A run that was begun, with what it was asked to do.
  package struct Begun: Sendable {
    package let run: RunIdentity
    package let kind: Kind
    /// JSON.
    package let configuration: String
  }

  /// The runs that are not at their ends, or have not come to know what there is to do, as they may be
  /// about to; the newest first.
  package static func unfinished(_ connection: Connection) throws -> [Begun] {
    try begun(connection, where: "(\(hasWork) OR NOT \(hasItems))")
  }

  /// A run by the first digits of its digest; nil or `last`: the newest that is not at its end, else
  /// the newest.
  package static func begun(_ connection: Connection, named name: String?) throws -> Begun? {
    let all = "1 = 1"
    guard let name, name != "last" else {
      return try begun(connection, where: hasWork).first ?? begun(connection, where: all).first
    }
    return try begun(connection, where: all)
      .first { $0.run.key.description.hasPrefix(name.lowercased()) }
  }

  /// A budget's scope in full; of a run the first digits of its digest may stand.
  ///
  /// - Throws: `UnknownRun`.
  static func budgetScope(_ scope: String, _ connection: Connection) throws -> String {
    guard scope.hasPrefix("run:") else { return scope }
    let name = String(scope.dropFirst("run:".count))
    guard let begun = try begun(connection, named: name) else { throw UnknownRun(name: name) }
    return budgetScope(of: begun.run.key)
  }

  private static let hasItems = "EXISTS (SELECT 1 FROM work_items w WHERE w.run_id = r.id)"
  private static let hasWork =
    "EXISTS (SELECT 1 FROM work_items w WHERE w.run_id = r.id AND w.state <> 'done')"

  private static func begun(_ connection: Connection, where condition: String) throws -> [Begun] {
    try connection.all(
      """
      SELECT r.id, r.run_key, e.name, r.kind, r.configuration FROM runs r
      LEFT JOIN experiments e ON e.id = r.experiment_id
      WHERE r.kind IN ('generate', 'judge', 'eval') AND \(condition)
      ORDER BY r.recorded_at DESC, r.id DESC
      """
    ) { row -> Begun? in
      guard let key = Key(try row.bytes(1)), let kind = Kind(rawValue: try row.text(3)) else {
        return nil
      }
      return Begun(
        run: RunIdentity(id: try row.integer(0), key: key, experiment: row.optionalText(2)),
        kind: kind, configuration: try row.text(4))
    }
    .compactMap { $0 }
  }
}

/// A budget of a run that does not exist.
struct UnknownRun: Error, CustomStringConvertible {
  let name: String

  var description: String {
    "no run begins with \"\(name)\"; `scorehouse list runs` shows what there is"
  }
}
