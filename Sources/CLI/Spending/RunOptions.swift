internal import ArgumentParser
internal import Evaluate
internal import Warehouse

/// How much is asked, how fast, and for how much.
struct RunOptions: ParsableArguments {
  @Option(help: "The question set; may be left out where the store has one.")
  var benchmark: String?

  @Option(help: ArgumentHelp("Only the first questions.", valueName: "n"))
  var limit: Int?

  @Option(help: ArgumentHelp("Only so many, drawn from each category by size.", valueName: "n"))
  var sample: Int?

  @Option(help: ArgumentHelp("Which sample is drawn.", valueName: "s"))
  var sampleSeed: UInt64 = 1

  @Option(help: ArgumentHelp("Answers to each question.", valueName: "k"))
  var choices = 1

  @Option(help: ArgumentHelp("Calls at once, at most.", valueName: "n"))
  var parallel = RunSettings.usualParallel

  @Option(help: ArgumentHelp("Requests a minute, at most.", valueName: "n"))
  var rpm: Int?

  @Option(help: ArgumentHelp("Tokens a minute, at most.", valueName: "n"))
  var tpm: Int?

  @Option(help: ArgumentHelp("The named group that the run belongs to.", valueName: "name"))
  var experiment: String?

  @Option(help: ArgumentHelp("What the run may cost, at most.", valueName: "usd"))
  var budget: String?

  @Flag(help: "Show what would be sent and what it may cost; send nothing.")
  var dryRun = false

  @Flag(name: [.short, .long], help: "Do not ask before sending.")
  var yes = false

  @Flag(help: "Ask again for what is there already.")
  var fresh = false

  func validate() throws {
    if experiment == "" { throw ValidationError("--experiment is empty") }
    if limit != nil, sample != nil { throw ValidationError("give --limit or --sample") }
    for (name, value) in [
      ("--limit", limit), ("--sample", sample), ("--choices", choices), ("--parallel", parallel),
      ("--rpm", rpm), ("--tpm", tpm),
    ] {
      if let value, value < 1 { throw ValidationError("\(name) is 1 at least") }
    }
    if let budget, NanoUSD(dollars: budget) == nil {
      throw ValidationError("--budget is an amount in US dollars, such as 2.50")
    }
  }

  /// Whether nothing was given that a file says: a person may still choose the benchmark, and decides
  /// at the moment what it may cost.
  var saysNothingOfFiles: Bool {
    var others = settings
    others.budgetNanoUSD = nil
    return others == RunSettings() && questions == .all && choices == 1
      && !fresh
  }

  /// Which questions are asked.
  var questions: QuestionChoice {
    if let limit { return .first(limit) }
    return sample.map { .sample($0, seed: sampleSeed) } ?? .all
  }

  /// The settings of a run that does nothing yet.
  var settings: RunSettings {
    var settings = RunSettings()
    settings.experiment = experiment
    settings.parallel = parallel
    settings.requestsPerMinute = rpm
    settings.tokensPerMinute = tpm
    settings.budgetNanoUSD = budget.flatMap { NanoUSD(dollars: $0)?.amount }
    return settings
  }
}
