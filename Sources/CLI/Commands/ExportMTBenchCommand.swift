internal import ArgumentParser
internal import Ingest
internal import Query
internal import Warehouse

/// `export mtbench`.
struct ExportMTBenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mtbench",
    abstract: "Write a summary of each model's scores, as FastChat's show_result prints them.",
    discussion: """
      One file a model, mtbench_MODEL.txt, with its first turn, its second turn and its average, \
      as the leaderboard has them; `/` in a name is written `__`. Where several boards have scores, \
      --benchmark and --judge say which.

      EXAMPLES
        scorehouse export mtbench --output summaries/
        scorehouse export mtbench --model vicuna-7b-v1.3 --compat fastchat --output summaries/
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("A new or empty folder.", valueName: "dir"))
  var output: String

  @Option(help: "The benchmark.")
  var benchmark: String?

  @Option(help: "The judge: NAME or NAME@DIGEST.")
  var judge: String?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Only these models, one or several; NAME@1 is an answer set.")
  var model: [String] = []

  @Option(help: "Read as another program does: every scored row counts, repeats too.")
  var compat: BoardOptions.Compatibility?

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let summaries = try await ScoreSummaries(query).run(on: store)
    try TextFiles.write(summaries.map { ($0.fileName, $0.text) }, to: output)
    let partial = summaries.filter { $0.isPartial == true }.count
    let report = Report(
      name: "export",
      columns: [
        Report.Column("path"), Report.Column("model"),
        Report.Column("records", title: "scores", unit: "rows", alignment: .trailing),
        Report.Column("partial"),
      ],
      sections: [
        Report.Section(
          title:
            "\(summaries.count) \(summaries.count == 1 ? "summary" : "summaries") in \(output)",
          rows: summaries.map {
            Report.Row([
              .text($0.fileName), .text($0.model), Cell($0.scoreCount), Cell($0.isPartial),
            ])
          })
      ],
      notes: partial == 0
        ? [] : ["\(partial) of them lack expected scores, which their files cannot say."])
    let format: ReportFormat = json ? .json : .table
    let terminal = Terminal.standardOutput
    terminal.write(format.renderer(style: terminal.style).text(of: report))
  }

  private var query: BoardQuery {
    var query = BoardQuery()
    query.benchmark = benchmark
    query.judge = judge
    query.models = model
    query.reading = compat == .fastchat ? .fastchat : .canonical
    return query
  }
}
