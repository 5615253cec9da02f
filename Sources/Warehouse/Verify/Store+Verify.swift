internal import Storage

extension Store {
  /// Checks the whole store against itself, and changes nothing.
  ///
  /// Each check reads one unchanging state, so that others may go on writing.
  ///
  /// - Parameter progress: called with the checks done, of how many.
  /// - Throws: what stops a check for another reason than damage.
  /// - Complexity: O(store); every text is read twice, and every board is computed anew in memory.
  public func verify(
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> Verification {
    var result = Verification()
    for (index, kind) in Verification.Kind.allCases.enumerated() {
      progress(index, Verification.Kind.allCases.count)
      let start = Clock.now()
      let (problems, rowCount, content) = try await verify(kind)
      result.content += content
      result.checks.append(
        Verification.Check(
          kind: kind, rowCount: rowCount, problems: problems.first, problemCount: problems.count,
          seconds: Double(Clock.now() - start) / 1e9))
    }
    return result
  }

  /// Computes every board anew from the judgments, and every sum from the calls, and replaces what
  /// is stored, in one transaction.
  public func rebuildRollups() async throws {
    try await database.write { connection in
      for table in RollupCheck.rowTables {
        try connection.execute("DELETE FROM \(table)")
      }
      try BoardRollup(connection).recomputeEverything()
      let sums = CallSums(connection)
      let runs = try connection.all("SELECT DISTINCT run_id FROM calls ORDER BY run_id") {
        try $0.integer(0)
      }
      for run in runs { try sums.recompute(run: run) }
    }
  }

  // MARK: - Private

  private typealias Finding = (ProblemList, rowCount: Int?, content: [TableDigest])

  /// Damage may stop a check anywhere; that is its finding then, and the next check goes on.
  private func verify(_ kind: Verification.Kind) async throws -> Finding {
    do {
      // Boards are computed in temporary tables.
      return try await database.read(kind == .rollups ? .aside : .read) { connection in
        var problems = ProblemList()
        var content: [TableDigest] = []
        let rowCount: Int?
        switch kind {
        case .integrity:
          for problem in try connection.integrityProblems() { problems.add(problem) }
          rowCount = nil
        case .references:
          for problem in try connection.referenceProblems() { problems.add(problem) }
          rowCount = nil
        case .texts: rowCount = try DigestCheck(connection).texts(&problems)
        case .prompts: rowCount = try DigestCheck(connection).prompts(&problems)
        case .rejects: rowCount = try DigestCheck(connection).rejects(&problems)
        case .ledger: rowCount = try LedgerCheck(connection).run(&problems)
        case .rollups: rowCount = try RollupCheck(connection).run(&problems)
        case .content:
          content = try ContentDigest.all(connection)
          rowCount = content.map(\.rowCount).reduce(0, +)
        }
        return (problems, rowCount, content)
      }
    } catch let error as StorageError where [.corrupt, .decoding, .constraint].contains(error.code)
    {
      var problems = ProblemList()
      problems.add("cannot be checked to its end: \(error.message)")
      return (problems, nil, [])
    }
  }
}
