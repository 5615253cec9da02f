internal import Storage

/// One item of work that this worker holds.
package struct LeasedItem: Sendable, Hashable {
  package let id: Int64
  package let key: Key
  /// How often it was asked before.
  package let attempts: Int
}

/// How an item of work stands.
package enum WorkState: String, Sendable, CaseIterable {
  case waiting, leased, done, failed
}

extension RunWriter {
  /// Puts what must be asked into the queue; what is there already stays as it stands, and what
  /// failed may be asked again.
  package func enqueue(_ slots: [WorkSlot]) throws {
    let insert = try connection.prepare(
      """
      INSERT INTO work_items (item_key, run_id, kind, configuration_key, question_id, model_id,
        opponent_id, sample, turn, game, repeat_no, state, attempts)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting', 0)
      ON CONFLICT (item_key) DO UPDATE SET state = 'waiting'
      WHERE work_items.state = 'failed'
      """)
    let names = try names()
    for slot in slots {
      try insert.run([
        .bytes(slot.key(in: run.key).bytes), .integer(run.id), .text(slot.kind.rawValue),
        .bytes(slot.configuration.bytes), .integer(try names.question(slot.question)),
        .integer(try names.model(slot.model)), .optional(try slot.opponent.map(names.model)),
        .integer(slot.sample), .integer(slot.turn), .integer(slot.game),
        .integer(slot.repeatNumber),
      ])
    }
  }

  /// Takes items of a part that nobody holds, or whose holder let the lease expire.
  ///
  /// A later turn of a conversation waits until the earlier one is done. Rows that another worker is
  /// taking at the moment are passed over where the engine locks single rows, so that workers need
  /// not wait for one another: see `RunSession.lease`.
  ///
  /// - Complexity: O(items taken + leases held), however many items there are: those that wait are
  ///   found through their index in the order in which they are taken.
  func lease(_ part: WorkPart, limit: Int, until: Int64) throws -> [LeasedItem] {
    let locking = connection.dialect.skippingLocked
    let (isPart, values) = try part.condition(from: 5, names())
    try connection.execute(
      """
      WITH expired AS MATERIALIZED (
        SELECT id FROM work_items
        WHERE run_id = $1 AND state = 'leased' AND lease_until < $2 ORDER BY id\(locking))
      UPDATE work_items SET state = 'waiting', leased_by = NULL, lease_until = NULL
      WHERE id IN (SELECT id FROM expired)
      """, [.integer(run.id), .integer(now)])
    // Apart from the update, whose plan might run it more than once and lock more than it takes.
    return try connection.all(
      """
      WITH free AS MATERIALIZED (
        SELECT w.id FROM work_items w
        WHERE w.run_id = $3 AND w.state = 'waiting' AND \(isPart)
          AND (w.kind = 'judge' OR w.turn = 1 OR NOT EXISTS (
            SELECT 1 FROM work_items e
            WHERE e.run_id = w.run_id AND e.question_id = w.question_id
              AND e.model_id = w.model_id AND e.kind = 'generate' AND e.sample = w.sample
              AND e.configuration_key = w.configuration_key
              AND e.turn < w.turn AND e.state <> 'done'))
        ORDER BY w.id LIMIT $4\(locking))
      UPDATE work_items SET state = 'leased', leased_by = $1, lease_until = $2
      WHERE id IN (SELECT id FROM free)
      RETURNING id, item_key, attempts
      """,
      [.text(worker), .integer(until), .integer(run.id), .integer(limit)] + values
    ) { row in
      guard let key = Key(try row.bytes(1)) else {
        throw StorageError(.decoding, "a work item has a key of another length")
      }
      return LeasedItem(id: try row.integer(0), key: key, attempts: try row.int(2))
    }
  }

  /// Keeps what this worker holds for longer.
  func renewLeases(until: Int64) throws {
    try connection.execute(
      """
      UPDATE work_items SET lease_until = $3
      WHERE run_id = $1 AND state = 'leased' AND leased_by = $2
      """, [.integer(run.id), .text(worker), .integer(until)])
  }

  /// Gives back what a worker holds.
  ///
  /// - Parameter worker: one that is known to be gone; nil: this one.
  package func releaseLeases(of worker: String? = nil) throws {
    try connection.execute(
      """
      UPDATE work_items SET state = 'waiting', leased_by = NULL, lease_until = NULL
      WHERE run_id = $1 AND state = 'leased' AND leased_by = $2
      """, [.integer(run.id), .text(worker ?? self.worker)])
  }

  /// Says how an item ended, or that it waits again.
  package func settle(_ item: Int64, as state: WorkState) throws {
    try connection.execute(
      """
      UPDATE work_items SET state = $2, leased_by = NULL, lease_until = NULL WHERE id = $1
      """, [.integer(item), .text(state.rawValue)])
  }

  /// How many items of a part stand in each way.
  package func workCounts(_ part: WorkPart) throws -> [WorkState: Int] {
    var counts: [WorkState: Int] = [:]
    let (isPart, values) = try part.condition(from: 2, names())
    try connection.forEach(
      "SELECT state, count(*) FROM work_items w WHERE run_id = $1 AND \(isPart) GROUP BY state",
      [.integer(run.id)] + values
    ) { row in
      if let state = WorkState(rawValue: try row.text(0)) { counts[state] = try row.int(1) }
    }
    return counts
  }

  /// The workers that hold items of the run.
  package func leaseHolders() throws -> [String] {
    try connection.all(
      """
      SELECT DISTINCT leased_by FROM work_items WHERE run_id = $1 AND state = 'leased'
      ORDER BY leased_by
      """, [.integer(run.id)]
    ) { try $0.text(0) }
  }
}
