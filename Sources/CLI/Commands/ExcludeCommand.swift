internal import ArgumentParser
internal import Query
internal import Warehouse

/// `exclude`.
struct ExcludeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exclude",
    abstract: "Say that something does not count; nothing is deleted.",
    discussion: """
      KINDS AND NAMES
        judgment MODEL:ID[.TURN]    record DIGEST       model NAME      judge NAME[@DIGEST]
        run DIGEST|last             set MODEL@NUMBER    repeats MODEL

      `set` means the judgments of one answer set; `repeats` those that a later judgment of the \
      same slot supersedes. A whole file is taken away by `retract`.

      EXAMPLES
        scorehouse exclude judgment vicuna-7b-v1.3:111.2 --judge gpt-4 --reason "cut off"
        scorehouse exclude set mistral-orpo@1 --reason "answered anew with the right template"
      """)

  @Argument(help: ArgumentHelp("What it is.", valueName: "kind"))
  var kind: StatementTarget.Kind

  @Argument(help: ArgumentHelp("Which one.", valueName: "name"))
  var name: String

  @Option(help: "The benchmark of judgments and answer sets.")
  var benchmark: String?

  @Option(help: "The judge of judgments and answer sets: NAME or NAME@DIGEST.")
  var judge: String?

  @OptionGroup var statement: StatementOptions

  func validate() throws {
    if kind == .source { throw ValidationError("a source is taken away by `retract`") }
  }

  func run() async throws {
    let store = try await statement.openStore()
    let targets = try await TargetFinder(benchmark: benchmark, judge: judge)
      .targets(kind, name, on: store)
    try await statement.state(
      targets.map { StatementDraft(.exclude, $0.kind, $0.key) }, on: store)
  }
}
