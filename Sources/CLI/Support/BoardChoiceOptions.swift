public import ArgumentParser
internal import Query

/// Which boards a report reads, and as of when: what every report on boards takes.
struct BoardChoiceOptions: ParsableArguments {
  @Option(help: "Only this benchmark.")
  var benchmark: String?

  @Option(help: "Only this judge: NAME or NAME@DIGEST.")
  var judge: String?

  @Option(help: "How verdicts were given.")
  var mode: BoardQuery.Mode?

  @Option(help: ArgumentHelp("Only what runs of this experiment brought.", valueName: "name"))
  var experiment: String?

  @Option(
    help: ArgumentHelp(
      "What the store knew then: a date (its first instant, UTC), or a time like 2026-01-31T12:00:00Z.",
      valueName: "time"))
  var asOf: Instant?

  @Option(help: ArgumentHelp("Only what happened from then on.", valueName: "time"))
  var since: Instant?

  @Option(help: ArgumentHelp("Only what happened before then.", valueName: "time"))
  var until: Instant?

  func validate() throws {
    if let since, let until, since.nanoseconds >= until.nanoseconds {
      throw ValidationError("--since is not before --until, so nothing can lie between them")
    }
  }

  var query: BoardQuery {
    var query = BoardQuery()
    query.benchmark = benchmark
    query.judge = judge
    query.mode = mode
    query.experiment = experiment
    query.asOf = asOf?.nanoseconds
    query.since = since?.nanoseconds
    query.until = until?.nanoseconds
    return query
  }
}

extension BoardQuery.Mode: ExpressibleByArgument {}
