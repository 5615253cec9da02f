internal import ArgumentParser
internal import Query
internal import Warehouse

/// `show`.
struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one row whole: its texts, its origin, what belongs to it.",
    discussion: """
      KINDS AND NAMES
        question BENCHMARK:ID       answer MODEL:ID[.TURN]     judgment MODEL:ID[.TURN]
        model NAME                  judge NAME[@DIGEST]        template NAME[@DIGEST]
        source DIGEST|PATH          record DIGEST              run DIGEST|last

      The benchmark may be left out where the store has one, or given with --benchmark.

      EXAMPLES
        scorehouse show question mt_bench:111
        scorehouse show answer vicuna-7b-v1.3:111.1
        scorehouse show judgment vicuna-7b-v1.3:111.2 --judge gpt-4
      """)

  @Argument(help: ArgumentHelp("What it is.", valueName: "kind"))
  var kind: ShowReport.Kind

  @Argument(help: ArgumentHelp("Which one.", valueName: "name"))
  var name: String

  @Option(help: "The benchmark of the question.")
  var benchmark: String?

  @Option(help: "Only judgments of this judge.")
  var judge: String?

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let report = ShowReport(kind, name: name, benchmark: benchmark, judge: judge)
    try output.print(try await report.run(on: store))
  }
}
