internal import ArgumentParser
internal import Query
internal import Warehouse

/// `verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the whole store against itself; change nothing.",
    discussion: """
      Checks the engine's own structures, the references between rows, that every text and every \
      judge prompt has the digest it is found by, that rejected records are as they were met, and \
      that every board is the one that the judgments give. Prints a digest of every kind of row: \
      two stores with the same digests hold the same. Reads every text; others may go on working.

      EXAMPLES
        scorehouse verify
        scorehouse --store copy.db verify --json
        scorehouse verify --rebuild
      """)

  @Flag(help: "Where nothing but boards is wrong, compute them anew from the judgments.")
  var rebuild = false

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func run() async throws {
    do {
      try await verify()
    } catch  where Store.isDamaged(error) {
      // Too damaged to be opened is a finding too.
      CommandLineRun.tell("\(error)")
      throw ExitStatus.finding
    }
  }

  private func verify() async throws {
    let store = try await global.openStore(rebuild ? .readWrite : .readOnly)
    var found = try await Self.verify(store, isQuiet: global.quiet)
    var notes: [String] = []
    let damaged = found.checks.filter { !$0.isClean }.map(\.kind)
    if rebuild, damaged == [.rollups] {
      try await store.rebuildRollups()
      found = try await Self.verify(store, isQuiet: global.quiet)
      notes = ["Boards were wrong and have been computed anew from the judgments."]
    }
    try output.print(VerifyReport(found, notes: notes).report)
    guard !found.isClean else { return }
    for check in found.checks where !check.isClean {
      for problem in check.problems { CommandLineRun.tell("\(check.kind.rawValue): \(problem)") }
      let more = check.problemCount - check.problems.count
      if more > 0 { CommandLineRun.tell("\(check.kind.rawValue): and \(more) more") }
    }
    let remedies = found.checks.filter { !$0.isClean }.map(\.kind.remedy)
    if let first = remedies.first { CommandLineRun.tell("\(store.location): \(first)") }
    throw ExitStatus.finding
  }

  private static func verify(_ store: Store, isQuiet: Bool) async throws -> Verification {
    let progress = ProgressBar(label: "verifying", unit: .steps, isWanted: !isQuiet)
    defer { progress.finish() }
    return try await store.verify { progress.show(done: $0, total: $1) }
  }
}

/// What `verify` found, as a report.
struct VerifyReport {
  let report: Report

  init(_ found: Verification, notes: [String]) {
    let count = found.checks.map(\.problemCount).reduce(0, +)
    let checks = found.checks.map { check in
      Report.Row([
        .text(check.kind.rawValue), .text(check.isClean ? "ok" : "damaged"), Cell(check.rowCount),
        Cell(check.problemCount), Cell(check.seconds), .null,
      ])
    }
    let content = found.content.map { table in
      Report.Row([
        .text("content/\(table.table)"), .text("digested"), Cell(table.rowCount), .null, .null,
        .text(table.digest),
      ])
    }
    report = Report(
      name: "verify", columns: Self.columns,
      sections: [
        Report.Section(
          title: count == 0 ? "The store is whole" : "\(count) problems", rows: checks),
        Report.Section(title: "What it holds", rows: content),
      ].filter { !$0.rows.isEmpty },
      notes: notes)
  }

  private static let columns = [
    Report.Column("check"), Report.Column("state"),
    Report.Column("rows", unit: "rows", alignment: .trailing),
    Report.Column("problems", unit: "rows", alignment: .trailing),
    Report.Column(
      "seconds", unit: "seconds", alignment: .trailing, digits: 2,
      visibility: .whenSpace(priority: 1)),
    Report.Column("digest", visibility: .whenSpace(priority: 0)),
  ]
}
