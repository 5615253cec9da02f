internal import ArgumentParser
internal import Query
internal import Warehouse

/// `judges`.
struct JudgesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judges",
    abstract: "Say of judges that two are one.",
    subcommands: [JudgesSameCommand.self])
}

/// `judges same`.
struct JudgesSameCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "same",
    abstract: "Say that two judges are one; the first is kept.",
    discussion: """
      Judges that differ in anything known are two, and so are their boards. Where a person knows \
      better, this makes their boards one.

      EXAMPLE
        scorehouse judges same gpt-4@3f09ac gpt-4-0613 --reason "gpt-4 was gpt-4-0613 then"
      """)

  @Argument(help: ArgumentHelp("The judge that is kept: NAME or NAME@DIGEST.", valueName: "name"))
  var kept: String

  @Argument(help: ArgumentHelp("The same judge under another name.", valueName: "other"))
  var other: String

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    let finder = TargetFinder()
    let target = try await finder.targets(.judge, kept, on: store)[0]
    let found = try await finder.targets(.judge, other, on: store)[0]
    try await statement.state(
      [StatementDraft(.sameJudge, .judge, target.key, other: found.key)], on: store)
  }
}
