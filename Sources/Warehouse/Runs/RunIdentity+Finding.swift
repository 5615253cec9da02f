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
    try begun(connection, where: "((\(hasWork)) OR NOT \(hasItems))")
  }

  /// The newest run, at its end or not.
  package static func newest(_ connection: Connection) throws -> Begun? {
    try begun(connection, where: "1 = 1").first
  }

  /// A run by the first digits of its digest; nil or `last`: the newest that is not at its end.
  ///
  /// - Throws: `AmbiguousRun`.
  package static func begun(_ connection: Connection, named name: String?) throws -> Begun? {
    guard let name, name != "last" else { return try begun(connection, where: hasWork).first }
    let named = try begun(connection, where: "1 = 1")
      .filter { $0.run.key.description.hasPrefix(name.lowercased()) }
    guard named.count < 2 else { throw AmbiguousRun(name: name, keys: named.map(\.run.key)) }
    return named.first
  }

  /// A budget's scope in full; of a run the first digits of its digest may stand.
  ///
  /// - Throws: `UnknownRun`, `AmbiguousRun`.
  static func budgetScope(_ scope: String, _ connection: Connection) throws -> String {
    guard scope.hasPrefix("run:") else { return scope }
    let name = String(scope.dropFirst("run:".count))
    guard name != "last", !name.isEmpty, let begun = try begun(connection, named: name) else {
      throw UnknownRun(name: name)
    }
    return budgetScope(of: begun.run.key)
  }

  private static let hasItems = "EXISTS (SELECT 1 FROM work_items w WHERE w.run_id = r.id)"
  /// What people exclude is not gone on with.
  private static let hasWork = """
    EXISTS (SELECT 1 FROM work_items w WHERE w.run_id = r.id AND w.state <> 'done')
    AND NOT EXISTS (
      SELECT 1 FROM statements s WHERE s.target_key = r.run_key AND s.action = 'exclude'
        AND s.reverses_key IS NULL
        AND NOT EXISTS (SELECT 1 FROM statements u WHERE u.reverses_key = s.statement_key))
    """

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

/// A name that begins the digests of several runs.
struct AmbiguousRun: Error, CustomStringConvertible {
  let name: String
  let keys: [Key]

  var description: String {
    "\"\(name)\" begins \(keys.count) runs, the newest \(keys[0].short) and \(keys[1].short); give more "
      + "digits"
  }
}
