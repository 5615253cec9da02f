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
      return tell("would make \(Self.count(drafts.count))")
    }
    let entries = try await store.state(drafts, author: Person.current, reason: reason)
    tellUndo(entries)
  }

  /// Takes statements back.
  func takeBack(_ entries: [StatementEntry], on store: Store) async throws {
    if dryRun { return tell("would take back \(Self.count(entries.count))") }
    tellUndo(try await store.takeBack(entries, author: Person.current, reason: reason))
  }

  // MARK: - Private

  private static func count(_ count: Int) -> String {
    "\(count) statement\(count == 1 ? "" : "s")"
  }

  private func tellUndo(_ entries: [StatementEntry]) {
    guard let first = entries.first else { return }
    let what = entries.count == 1 ? first.key.short : "\(Self.count(entries.count)) at once"
    tell(
      "stated \(what); `scorehouse undo \(first.key.short) --reason WHY` takes "
        + "\(entries.count == 1 ? "it" : "them") back")
  }

  private func tell(_ line: String) {
    if !global.quiet { Terminal.standardError.write("\(VisibleText.of(line))\n") }
  }
}
