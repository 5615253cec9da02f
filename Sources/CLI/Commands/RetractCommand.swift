internal import ArgumentParser
internal import Query
internal import Warehouse

/// `retract`.
struct RetractCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retract",
    abstract: "Take an imported file out of every report.",
    discussion: """
      What another file says too goes on counting. Nothing is deleted: --as-of still shows what \
      stood before, and `undo` brings it back.

      EXAMPLES
        scorehouse retract mt_bench/model_judgment/gpt-4_single.jsonl --reason "wrong template"
        scorehouse retract 3f09ac --reason "a copy with edited scores"
      """)

  @Argument(
    help: ArgumentHelp("Paths as `list sources` shows them, or digests.", valueName: "source"))
  var sources: [String]

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    var drafts: [StatementDraft] = []
    for source in sources {
      let target = try await TargetFinder().targets(.source, source, on: store)[0]
      drafts.append(StatementDraft(.retract, .source, target.key))
    }
    try await statement.state(drafts, on: store)
  }
}
