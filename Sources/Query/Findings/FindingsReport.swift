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
    Self.report(try await findings(in: store), about: store.location)
  }

  /// Findings as a report, from wherever they are.
  ///
  /// - Parameters:
  ///   - location: the store; nil: none is there.
  ///   - notes: what is well.
  public static func report(
    _ findings: [Finding], about location: String?, notes: [String] = []
  ) -> Report {
    Report(
      name: "doctor", parameters: [Report.Parameter("store", location.map { .text($0) } ?? .null)],
      columns: Array(fields),
      sections: [
        Report.Section(
          title: findings.isEmpty
            ? "nothing needs a person"
            : "\(findings.count) finding\(findings.count == 1 ? "" : "s")",
          rows: findings.map { Report.Row($0, fields) })
      ], notes: notes)
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

  /// What looks suspicious in answers and scores, model by model.
  ///
  /// - Complexity: O(bytes of all answers).
  public func suspicions(in store: Store) async throws -> [Finding] {
    try await store.database.read { connection in
      try SuspicionFindings(StandingReader(connection, BoardQuery())).findings
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
