internal import ArgumentParser
internal import Evaluate
internal import Query
internal import Warehouse

/// `eval`.
struct EvalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Generate, judge and sum up, for one model or for all of a file.",
    discussion: """
      Does what `generate` and then `judge` do, as one run, and writes mtbench_MODEL.txt as \
      FastChat's show_result prints it. A flag without prefix is the model's, --judge-… is the \
      judge's. --limit and --sample choose questions, --choices answers to a question, --repeat \
      verdicts on an answer.

      --model-path starts a server for a model on this machine and stops it when the answers are \
      there. A launcher is a command of scorehouse.yaml, or llama.cpp, vllm or transformers. The \
      weights' digest is kept with the run, and resume refuses others.

      A YAML file names many models, judges and benchmarks; beside it only --budget, --dry-run, \
      --yes, options of the output and, where it names no benchmark, --benchmark are given:

        experiment: adapters
        benchmarks: [mt_bench]
        models:
          lora-r8: {model_path: adapters/lora-r8, launcher: vllm}
          lava-r8: {endpoint: "http://127.0.0.1:8000/v1", temperature: 0.7}
        judges:
          gpt-4o-2024-08-06: {max_tokens: 2048}

      EXAMPLES
        scorehouse eval sweep.yaml --dry-run
        scorehouse eval --model lava-r8 --endpoint http://127.0.0.1:8000/v1 --judge gpt-4o-2024-08-06
        scorehouse eval --model lava-r8 --model-path adapters/lava-r8 --num-gpus 2 --judge gpt-4o-2024-08-06
      """)

  @Argument(
    help: ArgumentHelp("Models, judges and benchmarks, in YAML.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String?

  @Option(help: "The name in the store of what answers and is judged.")
  var model: String?

  @OptionGroup var conversation: ConversationOptions
  @OptionGroup var tags: TagOptions

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
    if file != nil { return try refuseMore() }
    if model == nil { throw ValidationError("say what is evaluated: --model NAME, or a YAML file") }
    if model == "" { throw ValidationError("--model is empty") }
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
    let store = try await global.openStoreToAdd()
    let settings = try await settings(store)
    let spending = try await SpendingRun(settings, on: store, output, isQuiet: global.quiet)
    guard let summary = try await spending.run(dryRun: run.dryRun, yes: run.yes) else { return }
    if let model { try await tags.state(of: model, in: store, by: "eval") }
    // Of a run that was stopped there may be no verdict yet, and no judge by that name.
    if summary.stop == nil { try await ScoreFiles(settings.judgings).write(from: store) }
    try spending.finish(summary)
  }

  // MARK: - Private

  /// What a file says must not be said again beside it, perhaps otherwise.
  private func refuseMore() throws {
    let isAlone =
      model == nil && modelPath == nil && launcher == nil && numGpus == nil && call.isEmpty
      && conversation.isEmpty && tags.tag.isEmpty && judging.isEmpty && judgeCall.isEmpty
      && run.saysNothingOfFiles
    guard isAlone else {
      throw ValidationError(
        "the file says what is asked and who judges; beside it only --budget, --dry-run, --yes, "
          + "options of the output and, where it names no benchmark, --benchmark are given")
    }
  }

  private func settings(_ store: Store) async throws -> RunSettings {
    guard let file else { return try await settingsOfFlags(store) }
    let evaluation = try EvaluationFile(file)
    var benchmarks: [String] = []
    for name in evaluation.benchmarks {
      benchmarks.append(try await Benchmarks(store).chosen(name))
    }
    if benchmarks.isEmpty {
      benchmarks = [try await Benchmarks(store).chosen(run.benchmark)]
    } else if run.benchmark != nil {
      throw ValidationError("\(file) names its benchmarks; leave --benchmark out")
    }
    var settings = evaluation.settings(benchmarks: benchmarks)
    if let budget = run.settings.budgetNanoUSD { settings.budgetNanoUSD = budget }
    return settings
  }

  private func settingsOfFlags(_ store: Store) async throws -> RunSettings {
    let model = model ?? ""
    let benchmark = try await Benchmarks(store).chosen(run.benchmark)
    var settings = run.settings
    settings.allowsDrift = judging.allowDrift
    var called = call.settings(model)
    if let modelPath {
      called.localModel = try LocalModel(
        modelPath, launcher: launcher, gpuCount: numGpus ?? 1)
    }
    settings.generations = [
      try GenerateCommand.generation(model, called, conversation, benchmark: benchmark, run)
    ]
    settings.judgings = judging.settings(
      benchmark: benchmark, models: [model], judgeCall.settings, run)
    return settings
  }
}
