internal import ArgumentParser
internal import Evaluate
internal import Warehouse

/// `generate`.
struct GenerateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Ask a model the questions of a benchmark, straight into the store.",
    discussion: """
      Asks only for what the store does not have: questions with all their turns, --choices answers \
      each. The temperature is what --temperature says, else what the question demands, else that of \
      its category as FastChat has it, else 0.7. Every call stands in the store before it is sent \
      and after it came back; a run that is stopped goes on with `scorehouse resume`, or with the \
      same command.

      EXAMPLES
        scorehouse generate --model gpt-4o-mini-2024-07-18 --dry-run
        scorehouse generate --model lava-r8 --endpoint http://127.0.0.1:8000/v1 --yes
      """)

  @Option(help: "The name in the store of what answers.")
  var model: String

  @OptionGroup var conversation: ConversationOptions
  @OptionGroup var tags: TagOptions

  @OptionGroup(title: "Call") var call: CallOptions
  @OptionGroup(title: "Run") var run: RunOptions
  @OptionGroup(title: "Output") var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if model.isEmpty { throw ValidationError("--model is empty") }
  }

  func run() async throws {
    let store = try await global.openStoreToAdd()
    var settings = run.settings
    settings.generations = [
      try Self.generation(
        model, call.settings(model), conversation,
        benchmark: try await Benchmarks(store).chosen(run.benchmark), run)
    ]
    let spending = try await SpendingRun(settings, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: run.dryRun, yes: run.yes) else { return }
    try await tags.state(of: model, in: store, by: "generate")
    try spending.finish(summary)
  }

  /// The settings of a generation.
  static func generation(
    _ model: String, _ call: CallSettings, _ conversation: ConversationOptions,
    benchmark: String, _ run: RunOptions
  ) throws -> GenerationSettings {
    var generation = GenerationSettings(benchmark: benchmark, call: call)
    generation.call.baseModel = conversation.baseModel
    generation.systemPrompt = try conversation.systemPrompt
    generation.chatTemplate = try conversation.chatTemplateText
    generation.choices = run.choices
    generation.questions = run.questions
    generation.isFresh = run.fresh
    return generation
  }
}
