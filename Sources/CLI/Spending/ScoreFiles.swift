internal import Evaluate
internal import Query
internal import Warehouse

/// `mtbench_MODEL.txt` of each judge that gave scores; the last one's stands.
struct ScoreFiles {
  private let judgings: [JudgingSettings]

  init(_ judgings: [JudgingSettings]) {
    self.judgings = judgings.filter { $0.pairing == .single }
  }

  /// Writes them into the folder where the program runs.
  ///
  /// - Throws: `ReportFileError`.
  func write(from store: Store) async throws {
    for judging in judgings {
      var query = BoardQuery()
      query.benchmark = judging.benchmark
      query.judge = judging.call.model
      query.models = judging.models
      do {
        for summary in try await ScoreSummaries(query).run(on: store) {
          try ReportFile(path: summary.fileName).write(summary.text)
        }
      } catch let error as BoardChoiceError {
        CommandLineRun.tell("no file of scores by \(judging.call.model) was written: \(error)")
      }
    }
  }
}
