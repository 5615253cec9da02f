package import Storage

/// A run that calls models, by its row and its key.
package struct RunIdentity: Sendable, Hashable {
  /// The row's number in this store.
  package let id: Int64
  /// What other stores know it by.
  package let key: Key
  /// The named group it belongs to.
  package let experiment: String?

  /// What the program itself brings belongs to no run.
  package static let program = RunIdentity(id: 0, key: Key(of: "program".utf8), experiment: nil)

  /// What kinds of runs call models, or read again what they said.
  package enum Kind: String, Sendable {
    case generate, judge, eval, reparse
  }

  /// Makes the row of a new run.
  ///
  /// - Parameters:
  ///   - configuration: JSON of everything it was asked to do, without secrets.
  ///   - person: who asks.
  package static func make(
    _ connection: Connection, _ kind: Kind, configuration: String, person: String,
    experiment: String?
  ) throws -> RunIdentity {
    let now = Clock.now()
    var form = CanonicalForm("run")
    form.add(configuration)
    form.add(person)
    form.add(now)
    form.add(Int64.random(in: .min ... .max))
    let key = form.key()
    let experimentID = try experiment.map { name in
      try KeyedTable(connection, "experiments", key: ["name"]).findOrMake([.text(name)]).id
    }
    let runs = try KeyedTable(
      connection, "runs", key: ["run_key"],
      columns: [
        "experiment_id", "kind", "configuration", "person", "tool_version", "recorded_at",
      ])
    let id = try runs.findOrMake(
      [.bytes(key.bytes)],
      [
        .optional(experimentID), .text(kind.rawValue), .text(configuration), .text(person),
        .text(Version.current), .integer(now),
      ]
    ).id
    return RunIdentity(id: id, key: key, experiment: experiment)
  }

  /// The budgets that a call of this run counts against, where there are such.
  ///
  /// - Parameter instant: when it is sent; months are those of UTC.
  package func budgetScopes(at instant: Int64) -> [String] {
    [Self.budgetScope(of: key)] + Self.sharedBudgetScopes(experiment: experiment, at: instant)
  }

  /// The budget of a run alone.
  package static func budgetScope(of key: Key) -> String { "run:\(key)" }

  /// The budgets that a run shares with others.
  package static func sharedBudgetScopes(experiment: String?, at instant: Int64) -> [String] {
    let month = Timestamp(nanoseconds: instant).rfc3339.prefix("2026-11".count)
    return ["month:\(month)"] + (experiment.map { ["experiment:\($0)"] } ?? [])
  }
}
