internal import ArgumentParser
internal import Query
internal import Warehouse

/// `undo`.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take back what a command stated.",
    discussion: """
      A command that stated much at once, as `exclude set` does, is taken back whole. Taking back \
      is a statement too, with author and reason, and can be taken back itself.

      EXAMPLE
        scorehouse list statements
        scorehouse undo 3f09ac --reason "the file was right after all"
      """)

  @Argument(help: ArgumentHelp("The first digits of the statement's digest.", valueName: "digest"))
  var statementDigest: String

  @Flag(help: "Only this statement, not all that its command stated.")
  var alone = false

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    let entries = try await TargetFinder().statements(statementDigest, alone: alone, on: store)
    try await statement.takeBack(entries, on: store)
  }
}
