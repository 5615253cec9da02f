internal import ArgumentParser
internal import Query

/// Which moment, and which span, a report is about.
struct TimeOptions: ParsableArguments {
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

  /// Writes them into a query.
  func apply(to query: inout BoardQuery) {
    query.asOf = asOf?.nanoseconds
    query.since = since?.nanoseconds
    query.until = until?.nanoseconds
  }
}
