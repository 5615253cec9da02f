internal import ArgumentParser
internal import Evaluate
internal import Glibc
internal import Query
internal import Transport
internal import Warehouse

/// A verb that spends: shows the plan, asks, runs, and says how it ended.
struct SpendingRun {
  let store: Store
  let evaluation: Evaluation
  let output: ReportOptions
  let isQuiet: Bool
  /// What a command that goes on must say again.
  private let flags: String

  init(
    _ settings: RunSettings, on store: Store, _ output: ReportOptions, isQuiet: Bool
  ) async throws {
    self.store = store
    self.output = output
    self.isQuiet = isQuiet
    flags = ""
    evaluation = try await Evaluation(
      store, settings, person: Person.current, transport: try CurlTransport())
  }

  init(
    resuming run: String?, allowsDrift: Bool, on store: Store, _ output: ReportOptions,
    isQuiet: Bool
  ) async throws {
    self.store = store
    self.output = output
    self.isQuiet = isQuiet
    flags = allowsDrift ? " --allow-drift" : ""
    evaluation = try await Evaluation.resuming(
      run, in: store, person: Person.current, transport: try CurlTransport(),
      allowsDrift: allowsDrift)
  }

  /// Shows what would be sent, or sends it where that is wanted.
  ///
  /// - Returns: nil where nothing was sent.
  /// - Throws: `ExitStatus.usage` where nobody can be asked and nobody said yes.
  func run(dryRun: Bool, yes: Bool) async throws -> EvaluationSummary? {
    // What cannot be told in the end is known before anything is paid for.
    if !dryRun { try output.check(SummaryReport.columns) }
    let forecast = try await evaluation.forecast()
    if dryRun {
      try output.print(ForecastReport(forecast).report)
      guard let refusal = forecast.refusal else { return nil }
      CommandLineRun.tell("\(refusal)")
      throw ExitStatus.finding
    }
    if let refusal = forecast.refusal { throw refusal }
    if !yes, forecast.calls > 0 {
      guard isatty(STDIN_FILENO) == 1, Terminal.standardError.isTerminal else {
        try output.print(ForecastReport(forecast).report)
        CommandLineRun.tell("nothing was sent: add --yes to send it")
        throw ExitStatus.usage
      }
      guard ask(ForecastReport(forecast).report) else {
        CommandLineRun.tell("nothing was sent")
        return nil
      }
    }
    if let run = evaluation.continuedRun, forecast.calls > 0, !isQuiet {
      let budget = forecast.budgets.first { $0.scope == "run" }
        .map { ", under its budget of \(MoneyLine.of($0.capNanoUSD))" }
      CommandLineRun.tell(
        "goes on with run \(run.prefix(12)), which was begun before\(budget ?? "")")
    }
    let summary = try await work()
    try output.print(SummaryReport(summary).report)
    return summary
  }

  /// Ends with the status that the summary deserves.
  func finish(_ summary: EvaluationSummary) throws {
    let name = summary.run.prefix(12)
    let resume = "`scorehouse resume \(name)\(flags)`"
    if let stop = summary.stop {
      CommandLineRun.tell(stop == .interrupted ? "\(stop); \(Self.loss(of: summary))" : "\(stop)")
      if case .drift = stop {
        CommandLineRun.tell("`scorehouse resume \(name) --allow-drift` goes on all the same")
        throw ExitStatus.finding
      }
      if !summary.isComplete { CommandLineRun.tell("\(resume) goes on") }
      throw ExitStatus.stopped
    }
    if summary.hasFailures {
      let errors = Set(summary.parts.compactMap(\.tally.lastError)).sorted()
      let reason = errors.isEmpty ? "" : ", at last for \(errors.joined(separator: ", "))"
      CommandLineRun.tell("some items failed\(reason); \(resume) asks for them again")
      throw ExitStatus.finding
    }
    let remaining = summary.parts.map(\.remaining).reduce(0, +)
    if remaining > 0, !isQuiet {
      CommandLineRun.tell(
        "another worker holds \(remaining) items; \(resume) asks for what it leaves")
    }
    // Where no reply at all holds what it should, something is wrong with the model or its prompt.
    let empty = summary.parts.filter {
      $0.hollow > 0 && $0.hollow == $0.tally.done - $0.tally.skipped
    }
    guard !empty.isEmpty else { return }
    for part in empty {
      CommandLineRun.tell(
        part.isJudged
          ? "no reply has a verdict; `scorehouse show judgment MODEL:ID --judge JUDGE` shows one"
          : "no answer has a text; `scorehouse show answer MODEL:ID` shows one")
    }
    throw ExitStatus.finding
  }

  // MARK: - Private

  private static func loss(of summary: EvaluationSummary) -> String {
    let lost = summary.parts.map(\.tally.lost).reduce(0, +)
    return lost == 0
      ? "nothing that was paid for is lost"
      : "\(lost) calls were cut off and may have been paid for, as `scorehouse costs` tells"
  }

  private func ask(_ plan: Report) -> Bool {
    let terminal = Terminal.standardError
    terminal.write(ReportFormat.table.renderer(style: terminal.style).text(of: plan))
    terminal.write("\nSend this? [y/N] ")
    return readLine().map { ["y", "yes"].contains($0.lowercased()) } ?? false
  }

  private func work() async throws -> EvaluationSummary {
    let control = RunControl()
    let interruption = Interruption(control, isQuiet: isQuiet)
    defer { interruption.end() }
    let progress = Task { await RunProgress(control, isQuiet: isQuiet).show() }
    defer { progress.cancel() }
    return try await evaluation.run(control)
  }
}
