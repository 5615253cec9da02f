package import Storage

/// Which facts a reading counts: what the store knew, what happened in a span, what a run of an
/// experiment brought, and what no statement takes away.
package struct FactFilter: Sendable {
  /// What the store knew at this instant, inclusive; nil: now.
  package let asOf: Int64?
  /// What happened from here on; nil: from the beginning.
  package let since: Int64?
  /// What happened before; nil: until now.
  package let until: Int64?
  /// What the statements known then come to.
  package let effects: StatementEffects
  private let ofExperiment: Set<Int64>?

  /// Reads the statements.
  ///
  /// - Parameter experiment: only what its runs brought; nil: everything.
  package init(
    _ connection: Connection, asOf: Int64? = nil, since: Int64? = nil, until: Int64? = nil,
    experiment: String? = nil
  ) throws {
    self.asOf = asOf
    self.since = since
    self.until = until
    effects = try StatementEffects(connection, asOf: asOf)
    ofExperiment = try experiment.map { name in
      Set(
        try connection.all(
          """
          SELECT DISTINCT x.record_id FROM experiments e JOIN runs u ON u.experiment_id = e.id
          JOIN sources s ON s.run_id = u.id JOIN record_sources x ON x.source_id = s.id
          WHERE e.name = $1
          UNION
          SELECT j.record_id FROM experiments e JOIN runs u ON u.experiment_id = e.id
          JOIN calls c ON c.run_id = u.id JOIN judgments j ON j.call_id = c.id
          WHERE e.name = $1
          """, [.text(name)]
        ) { try $0.integer(0) })
    }
  }

  /// Whether the rollups, which know everything up to now, answer such a reading.
  package var isCurrent: Bool {
    asOf == nil && since == nil && until == nil && ofExperiment == nil
  }

  /// Whether the time at which things happened matters.
  package var needsTimes: Bool { since != nil || until != nil }

  /// Whether the store knew something that it learnt at an instant.
  func knew(_ recordedAt: Int64) -> Bool { asOf.map { recordedAt <= $0 } ?? true }

  /// Whether a record counts.
  package func counts(record: Int64, recordedAt: Int64) -> Bool {
    knew(recordedAt) && !effects.hiddenRecords.contains(record)
  }

  /// Whether a judgment counts, apart from when it happened.
  package func counts(judgment record: Int64, recordedAt: Int64) -> Bool {
    counts(record: record, recordedAt: recordedAt) && (ofExperiment?.contains(record) ?? true)
  }

  /// Whether something happened in the span; what has no time did not.
  package func happened(_ instant: Int64?) -> Bool {
    guard needsTimes else { return true }
    guard let instant else { return false }
    return (since.map { instant >= $0 } ?? true) && (until.map { instant < $0 } ?? true)
  }
}
