internal import Storage
public import Warehouse

extension Importer {
  /// Counts what an import would do, file by file; nothing is written.
  ///
  /// The numbers are those that `run(_:_:progress:)` would give if it came now. The store is only
  /// read, in one unchanging state, so that others may write meanwhile.
  ///
  /// - Parameters:
  ///   - plan: what `plan` found at the paths.
  ///   - store: where it would go; nil: into a store that is still to be made.
  ///   - progress: called with the bytes done, of how many.
  /// - Throws: what the store throws.
  public static func dryRun(
    _ plan: ImportPlan, _ options: Options, into store: Store?,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportSummary {
    guard let store else { return try forecast(plan, options, nil, progress) }
    return try await store.database.read { try forecast(plan, options, $0, progress) }
  }

  private static func forecast(
    _ plan: ImportPlan, _ options: Options, _ connection: Connection?,
    _ progress: @Sendable (_ done: Int, _ total: Int) -> Void
  ) throws -> ImportSummary {
    var forecast = ImportForecast(connection)
    var summary = ImportSummary(plan)
    let total = plan.files.map(\.byteCount).reduce(0, +)
    var done = 0
    for file in plan.files {
      let start = Clock.now()
      let doneBefore = done
      do {
        var outcome = try FileSource(file: file, statedJudge: options.statedJudge)
          .forecast(&forecast) { progress(doneBefore + $0, total) }
        outcome.seconds = Double(Clock.now() - start) / 1e9
        summary.add(file, outcome)
      } catch let error where error is ReadError || error is ImportError {
        summary.addProblem(path: file.input.name, reason: "\(error)")
      }
      done += file.byteCount
    }
    return summary
  }
}
