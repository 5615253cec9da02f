internal import ArgumentParser
internal import Query
internal import Warehouse

/// `undo`.
struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take a statement back.",
    discussion: """
      Taking back is a statement too, with author and reason, and can be taken back itself.

      EXAMPLE
        scorehouse list statements
        scorehouse undo 3f09ac --reason "the file was right after all"
      """)

  @Argument(help: ArgumentHelp("The first digits of the statement's digest.", valueName: "digest"))
  var statementDigest: String

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    let entry = try await TargetFinder().statement(statementDigest, on: store)
    try await statement.takeBack(entry, on: store)
  }
}
