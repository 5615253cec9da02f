internal import ArgumentParser
internal import Query
internal import Warehouse

/// What every statement needs beside what it says, and how it is made.
struct StatementOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Why; kept with the statement.", valueName: "why"))
  var reason: String

  @Flag(help: "Show what would be stated; state nothing.")
  var dryRun = false

  @OptionGroup var global: GlobalOptions

  /// The store, open for what is going to be done.
  func openStore() async throws -> Store {
    try await global.openStore(dryRun ? .readOnly : .readWrite)
  }

  /// Makes statements and says how to take them back.
  func state(_ drafts: [StatementDraft], on store: Store) async throws {
    if dryRun {
      return tell("would make \(drafts.count) statement\(drafts.count == 1 ? "" : "s")")
    }
    let entries = try await store.state(drafts, author: Person.current, reason: reason)
    tellUndo(entries)
  }

  /// Takes a statement back.
  func takeBack(_ entry: StatementEntry, on store: Store) async throws {
    if dryRun { return tell("would take back \(entry.key.short)") }
    tellUndo(try await store.takeBack(entry, author: Person.current, reason: reason))
  }

  // MARK: - Private

  private func tellUndo(_ entries: [StatementEntry]) {
    guard let first = entries.first else { return }
    let keys = entries.prefix(3).map(\.key.short).joined(separator: " ")
    tell(
      entries.count == 1
        ? "stated \(first.key.short); `scorehouse undo \(first.key.short) --reason WHY` takes it back"
        : "stated \(entries.count) times, \(keys)\(entries.count > 3 ? " …" : ""); `scorehouse list "
          + "statements` shows them, `scorehouse undo DIGEST --reason WHY` takes one back")
  }

  private func tell(_ line: String) {
    if !global.quiet { Terminal.standardError.write("\(VisibleText.of(line))\n") }
  }
}
