internal import ArgumentParser
internal import Evaluate
internal import Query
internal import Warehouse

/// `eval`.
struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Generate, judge and sum up, for one model.",
    discussion: """
      Does what `generate` and then `judge` do, as one run, and writes mtbench_MODEL.txt as \
      FastChat's show_result prints it. A flag without prefix is the model's, --judge-… is the \
      judge's. --limit and --sample choose questions, --choices answers to a question, --repeat \
      verdicts on an answer.

      --model-path starts a server for a model on this machine and stops it when the answers are \
      there. A launcher is a command of scorehouse.yaml, or llama.cpp, vllm or transformers. The \
      weights' digest is kept with the run, and resume refuses others.

      EXAMPLES
        scorehouse eval --model lava-r8 --endpoint http://127.0.0.1:8000/v1 --judge gpt-4o-2024-08-06
        scorehouse eval --model lava-r8 --model-path adapters/lava-r8 --num-gpus 2 --judge gpt-4o-2024-08-06
      """)

  @Option(help: "The name in the store of what answers and is judged.")
  var model: String

  @OptionGroup var conversation: ConversationOptions

  @Option(
    help: ArgumentHelp(
      "A folder of a model or an adapter, or a .gguf file, for which to start a server.",
      valueName: "dir"))
  var modelPath: String?

  @Option(
    help: ArgumentHelp(
      "What starts it. Default: llama.cpp for a .gguf file, else vllm.", valueName: "name"))
  var launcher: String?

  @Option(help: ArgumentHelp("How many GPUs it gets. Default: 1.", valueName: "n"))
  var numGpus: Int?

  @OptionGroup(title: "Call") var call: CallOptions
  @OptionGroup(title: "Judging") var judging: JudgingOptions
  @OptionGroup(title: "Call of the judge") var judgeCall: JudgeCallOptions
  @OptionGroup(title: "Run") var run: RunOptions
  @OptionGroup(title: "Output") var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if judging.judge.isEmpty { throw ValidationError("say who judges: --judge NAME") }
    if modelPath == nil, launcher != nil || numGpus != nil {
      throw ValidationError("--launcher and --num-gpus are about --model-path; give it too")
    }
    if modelPath != nil, call.endpoint != nil || call.provider != nil {
      throw ValidationError("--model-path starts a server of its own; leave --endpoint out")
    }
    if let numGpus, numGpus < 1 { throw ValidationError("--num-gpus is 1 at least") }
  }

  func run() async throws {
    let store = try await global.openStore(.create)
    let benchmark = try await Benchmarks(store).chosen(run.benchmark)
    var settings = run.settings
    settings.allowsDrift = judging.allowDrift
    var called = call.settings(model)
    if let modelPath {
      called.localModel = try LocalModel(
        modelPath, launcher: launcher, gpuCount: numGpus ?? 1)
    }
    settings.generations = [
      try GenerateCommand.generation(
        model, called, conversation,
        benchmark: benchmark, run)
    ]
    settings.judgings = judging.settings(
      benchmark: benchmark, models: [model], judgeCall.settings, run)
    let spending = try await SpendingRun(settings, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: run.dryRun, yes: run.yes) else { return }
    // Of a run that was stopped there may be no verdict yet, and no judge by that name.
    if judging.mode == .single, summary.stop == nil { try await writeSummaries(store, benchmark) }
    try spending.finish(summary)
  }

  // MARK: - Private

  /// `mtbench_MODEL.txt`, of each judge that gave scores; the last one's stands.
  private func writeSummaries(_ store: Store, _ benchmark: String) async throws {
    for judge in judging.judge {
      var query = BoardQuery()
      query.benchmark = benchmark
      query.judge = judge
      query.models = [model]
      do {
        for summary in try await ScoreSummaries(query).run(on: store) {
          try ReportFile(path: summary.fileName).write(summary.text)
        }
      } catch let error as BoardChoiceError {
        CommandLineRun.tell("no mtbench_\(model).txt was written: \(error)")
      }
    }
  }
}
