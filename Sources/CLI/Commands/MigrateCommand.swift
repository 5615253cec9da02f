internal import ArgumentParser
internal import Query
internal import Warehouse

/// `migrate`.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the schema of the store up to date, or tell how it stands.",
    discussion: """
      Each migration is one transaction under the store's lock. A store that is newer than the \
      program, or whose migrations were changed, is refused and not touched.

      EXAMPLES
        scorehouse migrate --status
        scorehouse migrate --check && scorehouse leaderboard
      """)

  @Flag(help: "Show every migration and how it stands; change nothing.")
  var status = false

  @Flag(help: "Exit with status 2 unless the schema is the program's; change nothing.")
  var check = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let readsOnly = status || check
    let store = try Store(try global.storeURL(), access: readsOnly ? .readOnly : .readWrite)
    if status { try output.print(Self.report(try await store.migrationStatus())) }
    if check { return try await tellCheck(store) }
    guard !readsOnly else { return }
    let applied = try await store.migrate()
    try await store.refreshCostSums()
    let notice = applied.isEmpty ? "nothing to do" : "applied \(applied.joined(separator: ", "))"
    if !global.quiet { Terminal.standardError.write("\(notice)\n") }
  }

  // MARK: - Private

  private func tellCheck(_ store: Store) async throws {
    do {
      try await store.checkSchema()
    } catch {
      Terminal.standardError.write("scorehouse: \(store.location): \(error)\n")
      throw ExitStatus.finding
    }
  }

  private static func report(
    _ status: [(name: String, state: String, appliedAt: Int64?)]
  ) -> Report {
    Report(
      name: "migrate",
      columns: [
        Report.Column("migration"), Report.Column("state"),
        Report.Column("applied_at", unit: "time"),
      ],
      sections: [
        Report.Section(
          title: "",
          rows: status.map { migration in
            Report.Row([
              .text(migration.name), .text(migration.state),
              migration.appliedAt.map { Cell.time(nanoseconds: $0) } ?? .null,
            ])
          })
      ])
  }
}
