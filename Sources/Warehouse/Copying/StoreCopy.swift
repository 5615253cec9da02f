internal import Storage

/// Copies what one store holds into another, a source or a page of rows a transaction: what is
/// there already is found by its natural key, so that a copy can be stopped and repeated.
struct StoreCopy {
  let from: Connection
  let to: Connection
  let options: CopyOptions
  /// Called with the records done so far.
  let progress: (Int) -> Void
  let carried = CarriedRows()

  /// Rows that are carried at once.
  private static let pageRows = 500

  /// Brings everything over; boards are computed anew with what they stand on.
  func run() throws {
    try copySources()
    try copyRecordsOfRuns()
    for run in try chosenRuns() { try copyLedger(of: run) }
    try copyRest()
    try copyStatements()
  }

  // MARK: - Sources and their records

  private func copySources() throws {
    let ids = try chosen("sources", "run_id", order: "recorded_at, id")
    var done = 0
    for id in ids {
      try to.transaction {
        var unit = CopiedUnit(carrier: carrier(), to: to)
        try unit.carrier.carry(numbered("sources"), numbered: [id])
        for table in CopiedTable.ofSources {
          try unit.carrier.carry(table, where: "source_id", in: [id])
        }
        var last: (line: Int64, record: Int64) = (-1, -1)
        while case let page = try lines(of: id, behind: last), let end = page.last {
          try unit.carryRecords(page.map(\.record))
          try unit.carrier.carry(
            CopiedTable.lines,
            rows: page.map { [.integer(id), .integer($0.line), .integer($0.record)] })
          last = end
          done += page.count
          progress(done)
        }
        try unit.finish()
      }
    }
  }

  private func lines(
    of source: Int64, behind last: (line: Int64, record: Int64)
  ) throws -> [(line: Int64, record: Int64)] {
    try from.all(
      """
      SELECT line, record_id FROM record_sources
      WHERE source_id = $1 AND (line, record_id) > ($2, $3) ORDER BY line, record_id LIMIT $4
      """,
      [.integer(source), .integer(last.line), .integer(last.record), .integer(Self.pageRows)]
    ) { (try $0.integer(0), try $0.integer(1)) }
  }

  // MARK: - What runs of our own brought

  private func copyRecordsOfRuns() throws {
    let condition = """
      NOT EXISTS (SELECT 1 FROM record_sources x WHERE x.record_id = t.id)
      """
    let ofExperiment = """
       AND EXISTS (
        SELECT 1 FROM calls c JOIN runs u ON u.id = c.run_id
        JOIN experiments e ON e.id = u.experiment_id WHERE e.name = $3 AND c.id IN (
          SELECT a.call_id FROM answers a WHERE a.record_id = t.id
          UNION SELECT j.call_id FROM judgments j WHERE j.record_id = t.id))
      """
    let filter = condition + (options.experiment == nil ? "" : ofExperiment)
    try pages("records", filter, options.experiment.map { [.text($0)] } ?? []) { ids, carrier in
      var unit = CopiedUnit(carrier: carrier, to: to)
      try unit.carryRecords(ids)
      try unit.finish()
    }
  }

  private func chosenRuns() throws -> [Int64] {
    guard let experiment = options.experiment else {
      return try from.all("SELECT id FROM runs ORDER BY id") { try $0.integer(0) }
    }
    return try from.all(
      """
      SELECT r.id FROM runs r JOIN experiments e ON e.id = r.experiment_id WHERE e.name = $1
      ORDER BY r.id
      """, [.text(experiment)]
    ) { try $0.integer(0) }
  }

  private func copyLedger(of run: Int64) throws {
    for name in ["work_items", "call_attempts", "calls"] {
      try pages(name, "run_id = $3", [.integer(run)]) { ids, carrier in
        try carrier.carry(numbered(name), numbered: ids)
        guard name == "calls" else { return }
        for table in CopiedTable.ofCalls { try carrier.carry(table, where: "call_id", in: ids) }
      }
    }
    let heads = try from.all(
      "SELECT worker, call_count, digest FROM ledger_heads WHERE run_id = $1", [.integer(run)]
    ) { [SQLValue.text(try $0.text(0)), .integer(try $0.integer(1)), .bytes(try $0.bytes(2))] }
    try to.transaction {
      try carrier().carry(CopiedTable.reusedWork, where: "run_id", in: [run])
    }
    guard !heads.isEmpty else { return }
    try to.transaction {
      let number = try carrier().carry(numbered("runs"), numbered: [run]).numbers[run]
      for head in heads {
        try to.execute(
          """
          INSERT INTO ledger_heads (run_id, worker, call_count, digest) VALUES ($1, $2, $3, $4)
          ON CONFLICT (run_id, worker) DO UPDATE
          SET call_count = excluded.call_count, digest = excluded.digest
          WHERE excluded.call_count > ledger_heads.call_count
          """, [.optional(number)] + head)
      }
      if let number {
        try copyCostHead(of: run, as: number)
        try CallSums(to).recompute(run: number)
      }
    }
  }

  private func copyCostHead(of run: Int64, as number: Int64) throws {
    let head = try CostChain(from).head(run: run)
    guard let digest = head.digest else { return }
    try to.execute(
      """
      INSERT INTO cost_heads (run_id, revision_count, digest) VALUES ($1, $2, $3)
      ON CONFLICT (run_id) DO UPDATE
      SET revision_count = excluded.revision_count, digest = excluded.digest
      WHERE excluded.revision_count > cost_heads.revision_count
      """, [.integer(number), .integer(head.count), .bytes(digest.bytes)])
  }

  // MARK: - The rest

  /// What no source and no run brought; of one experiment only prices are taken along.
  private func copyRest() throws {
    let names =
      options.experiment == nil
      ? CopiedTable.numbered.keys.sorted() : ["prices", "server_prices"]
    for name in names where name != "statements" {
      let table = numbered(name)
      try pages(name, "true") { ids, carrier in
        var unit = CopiedUnit(carrier: carrier, to: to)
        try carrier.carry(table, numbered: ids.filter { !carried.contains($0, of: table) })
        try unit.finish()
      }
    }
    guard options.experiment == nil, let figures = CopiedTable.ofSources.last else { return }
    let columns = figures.columns.joined(separator: ", ")
    let published = try from.all(
      "SELECT \(columns) FROM reported_figures WHERE source_id IS NULL ORDER BY record_key"
    ) { row in
      var cells: [SQLValue] = []
      for index in figures.columns.indices { cells.append(try row.value(index)) }
      return cells
    }
    try to.transaction { try carrier().carry(figures, rows: published) }
  }

  /// Statements about what the other store has by now, and the boards with them.
  private func copyStatements() throws {
    let statements = numbered("statements")
    let ids = try from.all("SELECT id, target_key FROM statements ORDER BY id") { row in
      (id: try row.integer(0), target: try row.bytes(1))
    }
    try to.transaction {
      let isThere = try to.prepare(
        """
        SELECT 1 FROM sources WHERE source_key = $1 UNION ALL
        SELECT 1 FROM records WHERE record_key = $1 UNION ALL
        SELECT 1 FROM models WHERE model_key = $1 UNION ALL
        SELECT 1 FROM judges WHERE judge_key = $1 UNION ALL
        SELECT 1 FROM runs WHERE run_key = $1
        """)
      let wanted = try ids.filter { statement in
        guard options.experiment != nil else { return true }
        return try isThere.first([.bytes(statement.target)]) { _ in true } ?? false
      }
      // One after the other: a later one may take an earlier one back.
      let carrier = carrier()
      for statement in wanted { try carrier.carry(statements, numbered: [statement.id]) }
      // A statement reaches any board.
      let hasStatements = try to.first("SELECT 1 FROM statements LIMIT 1") { _ in true }
      if hasStatements == true { try BoardRollup(to).recomputeEverything() }
    }
  }

  // MARK: - Support

  /// Numbers are given out under the lock of a transaction, so each has a carrier of its own.
  private func carrier() -> RowCarrier {
    RowCarrier(
      from: from, to: to, replaced: options.withTexts ? [:] : CopyOptions.withheld,
      carried: carried)
  }

  private func numbered(_ name: String) -> CopiedTable {
    guard let table = CopiedTable.numbered[name] else {
      preconditionFailure("\(name) is no table with numbers")
    }
    return table
  }

  /// Carries the rows of a table page by page, each in a transaction.
  ///
  /// - Parameters:
  ///   - filter: which rows of the table `t`; its parameters count from 3.
  private func pages(
    _ table: String, _ filter: String, _ values: [SQLValue] = [],
    _ body: ([Int64], RowCarrier) throws -> Void
  ) throws {
    var last: Int64 = 0
    while true {
      let ids = try from.all(
        "SELECT t.id FROM \(table) t WHERE t.id > $1 AND \(filter) ORDER BY t.id LIMIT $2",
        [.integer(last), .integer(Self.pageRows)] + values
      ) { try $0.integer(0) }
      guard let end = ids.last else { return }
      try to.transaction { try body(ids, carrier()) }
      last = end
    }
  }

  /// The numbers of the sources of chosen runs.
  private func chosen(_ table: String, _ column: String, order: String) throws -> [Int64] {
    let all = try from.all("SELECT id, \(column) FROM \(table) ORDER BY \(order)") { row in
      (id: try row.integer(0), run: try row.integer(1))
    }
    guard options.experiment != nil else { return all.map(\.id) }
    let runs = Set(try chosenRuns())
    return all.filter { runs.contains($0.run) }.map(\.id)
  }
}
