internal import Storage

/// What a run found done already for one model, and what that had cost.
package struct ReusedWork: Sendable, Hashable {
  package private(set) var count = 0
  /// Those of them whose cost is not known, as of imported ones.
  package private(set) var unpriced = 0
  package private(set) var nanoUSD: Int64 = 0

  package init() {}

  /// Counts one.
  package mutating func add(nanoUSD cost: Int64?) {
    count += 1
    if let cost { nanoUSD += cost } else { unpriced += 1 }
  }
}

extension RunWriter {
  /// Notes what the run need not ask for, when it begins; what it notes later, having done a part
  /// itself, does not count.
  package func note(
    reused: [String: ReusedWork], _ kind: WorkSlot.Kind, benchmark: String, requestedModel: String
  ) throws {
    let names = try names()
    for (model, work) in reused.sorted(by: { $0.key < $1.key }) {
      try connection.execute(
        """
        INSERT INTO reused_work (run_id, kind, model_id, benchmark_id, requested_model, reused,
          unpriced, saved_nano_usd)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
        """,
        [
          .integer(run.id), .text(kind.rawValue), .integer(try names.model(model)),
          .integer(try names.benchmark(benchmark)), .text(requestedModel), .integer(work.count),
          .integer(work.unpriced), .integer(work.nanoUSD),
        ])
    }
  }
}
