internal import ArgumentParser
internal import Query

/// Which boards a report on one model is about.
struct ModelReportOptions: ParsableArguments {
  @Option(help: "Only this benchmark.")
  var benchmark: String?

  @Option(help: "Only this judge: NAME or NAME@DIGEST.")
  var judge: String?

  @Option(help: "How verdicts were given.")
  var mode: BoardQuery.Mode?

  @Option(help: ArgumentHelp("Only what runs of this experiment brought.", valueName: "name"))
  var experiment: String?

  @OptionGroup var times: TimeOptions

  var query: BoardQuery {
    var query = BoardQuery()
    query.benchmark = benchmark
    query.judge = judge
    query.mode = mode
    query.experiment = experiment
    times.apply(to: &query)
    return query
  }
}
