internal import Storage
public import Warehouse

/// What needs a person: doubts about what is in the store, each with the command that settles it.
public struct FindingsReport: Sendable {
  /// Looks at the whole store.
  public init() {}

  /// Lists the findings, kind by kind.
  ///
  /// - Complexity: O(models on boards); O(judgments) of the benchmarks that have reported figures.
  public func run(on store: Store) async throws -> Report {
    let findings = try await findings(in: store)
    return Report(
      name: "doctor", parameters: [Report.Parameter("store", .text(store.location))],
      columns: Array(Self.fields),
      sections: [
        Report.Section(
          title: findings.isEmpty
            ? "nothing needs a person"
            : "\(findings.count) finding\(findings.count == 1 ? "" : "s")",
          rows: findings.map { Report.Row($0, Self.fields) })
      ])
  }

  /// The findings by themselves.
  ///
  /// - Complexity: as `run(on:)`.
  public func findings(in store: Store) async throws -> [Finding] {
    // By the session that writes, after an import: one that only reads, closed last, would leave
    // the log behind.
    try await store.database.withWriter { connection in
      try connection.transaction(.read) {
        let reader = try StandingReader(connection, BoardQuery())
        return try BoardFindings(reader).findings + JudgeFindings(reader).findings
          + PromptFindings(connection).findings + NameFindings(reader).findings
          + FigureFindings(reader).findings + RejectFindings(connection).findings
      }
    }
  }

  // MARK: - Private

  private static var fields: [Field<Finding>] {
    [
      .text("finding") { .text($0.kind.rawValue) },
      .text("subject") { .text($0.subject) },
      .number("rows", unit: "rows") { Cell($0.rows) },
      .text("text", title: "what is in doubt") { .text($0.text) },
      .text("command", title: "what settles it") { .text($0.command) },
    ]
  }
}
