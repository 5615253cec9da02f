internal import ArgumentParser
internal import Query
internal import Warehouse

/// `correct`.
struct CorrectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Say how a judgment, or what is known of a judge, should read.",
    discussion: """
      KINDS, NAMES AND FIELDS
        judgment MODEL:ID[.TURN]    score=N, winner=model|opponent|tie, or outcome=WORD for a
        record DIGEST               judgment without a result (parse_error, api_error, refused, …)
        judge NAME[@DIGEST]         version=TEXT, endpoint=HOST, temperature=N, scale=LOW..HIGH

      The file's own value is kept, `log` shows what changed, `undo` takes it back.

      EXAMPLES
        scorehouse correct judgment vicuna-7b-v1.3:111.2 score=7 --reason "[[7]] was read as 1"
        scorehouse correct judge gpt-4@3f09ac version=gpt-4-0613 --reason "from the invoices"
      """)

  @Argument(help: ArgumentHelp("What it is: judgment, record or judge.", valueName: "kind"))
  var kind: StatementTarget.Kind

  @Argument(help: ArgumentHelp("Which one.", valueName: "name"))
  var name: String

  @Argument(help: ArgumentHelp("How it should read.", valueName: "field=value"))
  var fields: [Assignment]

  @Option(help: "The benchmark of the judgment.")
  var benchmark: String?

  @Option(help: "The judge of the judgment: NAME or NAME@DIGEST.")
  var judge: String?

  @OptionGroup var statement: StatementOptions

  func validate() throws {
    guard [.judgment, .record, .judge].contains(kind) else {
      throw ValidationError("only a judgment, a record or a judge can be corrected")
    }
    if kind != .judge, fields.count > 1 {
      throw ValidationError("a judgment reads one way: give one field")
    }
  }

  func run() async throws {
    let store = try await statement.openStore()
    let target = try await TargetFinder(benchmark: benchmark, judge: judge)
      .targets(kind, name, on: store)[0]
    let correction = Correction(target)
    for field in fields { try await correction.check(field.name, field.value, on: store) }
    try await statement.state(
      fields.map {
        StatementDraft(.correct, target.kind, target.key, name: $0.name, value: $0.value)
      }, on: store)
  }
}
