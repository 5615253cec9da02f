public import ArgumentParser
internal import Evaluate
internal import Query
internal import Warehouse

/// What is judged, by whom, and by which prompts.
struct JudgingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The model that judges; repeatable.", valueName: "name"))
  var judge: [String] = []

  @Option(help: "One by one, beside a baseline, or all in pairs.")
  var mode: Pairing = .single

  @Option(help: ArgumentHelp("What the others are compared with.", valueName: "model"))
  var baseline: String?

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "The judge prompts: house-v1 and house-pair-v1 come with the program, others by import.",
      valueName: "name"))
  var protocolName: String?

  @Option(
    help: ArgumentHelp(
      "Whose reference answers are shown for math, reasoning and coding; none: no one's.",
      valueName: "name"))
  var references: String?

  @Option(help: "How verdicts are read; without it as the protocol's author does.")
  var parser: VerdictParser?

  @Option(
    name: .customLong("repeat"), help: ArgumentHelp("Verdicts for each answer.", valueName: "k"))
  var repeats = 1

  @Flag(help: "Go on when another version answers under the judge's name.")
  var allowDrift = false

  /// What a verdict is about.
  enum Pairing: String, ExpressibleByArgument, CaseIterable {
    case single
    case pairwiseBaseline = "pairwise-baseline"
    case pairwiseAll = "pairwise-all"
  }

  func validate() throws {
    if judge.contains("") { throw ValidationError("--judge is empty") }
    guard repeats >= 1 else { throw ValidationError("--repeat is 1 at least") }
    if mode == .pairwiseBaseline, baseline == nil {
      throw ValidationError("--mode pairwise-baseline needs --baseline MODEL")
    }
  }

  /// Whether nothing of it was given.
  var isEmpty: Bool {
    judge.isEmpty && mode == .single && baseline == nil && protocolName == nil && references == nil
      && parser == nil && repeats == 1 && !allowDrift
  }

  /// The settings for each judge.
  func settings(
    benchmark: String, models: [String], _ call: (String) -> CallSettings, _ run: RunOptions
  ) -> [JudgingSettings] {
    judge.map { name in
      var settings = JudgingSettings(benchmark: benchmark, call: call(name), models: models)
      settings.pairing =
        switch mode {
        case .single: .single
        case .pairwiseBaseline: .baseline(baseline ?? "")
        case .pairwiseAll: .all
        }
      settings.protocolName = protocolName
      settings.references = references.map { $0 == "none" ? .without : .named($0) } ?? .onlySet
      settings.parser = parser?.rawValue
      settings.repeats = repeats
      settings.choices = run.choices
      settings.questions = run.questions
      settings.isFresh = run.fresh
      return settings
    }
  }
}

extension VerdictParser: ExpressibleByArgument {}
