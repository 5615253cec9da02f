internal import ArgumentParser
internal import Query
internal import Warehouse

/// `backup`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write a consistent copy of the store to a new file.",
    discussion: """
      Works while others read and import: the copy is the store as it was at one moment. The copy \
      is read anew and checked before it gets its name; when anything goes wrong nothing is left \
      behind. A file that is there is never replaced.

      EXAMPLE
        scorehouse --store team.db backup backups/team-2026-11-24.db
      """)

  @Argument(help: ArgumentHelp("The file to make.", valueName: "path"))
  var path: String

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let start = Clock.now()
    let store = try await global.openStore(.readOnly)
    let progress = ProgressBar(label: "copying", isWanted: !global.quiet)
    let size = LargestNumber()
    do {
      defer { progress.finish() }
      try await store.backup(to: path) { done, total in
        size.note(total)
        progress.show(done: done, total: total)
      }
    }
    let seconds = Double(Clock.now() - start) / 1e9
    try output.print(
      Report(
        name: "backup",
        columns: [
          Report.Column("path"), Report.Column("bytes", unit: "bytes", alignment: .trailing),
          Report.Column("seconds", unit: "seconds", alignment: .trailing, digits: 2),
        ],
        sections: [
          Report.Section(
            title: "A copy of \(store.location), checked",
            rows: [Report.Row([.text(path), Cell(size.value), Cell(seconds)])])
        ]))
  }
}
