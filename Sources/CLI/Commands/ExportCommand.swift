internal import ArgumentParser
internal import Ingest
internal import Query
internal import Warehouse

/// `export`.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write what the store holds as files again.",
    subcommands: [ExportFastChatCommand.self, ExportMTBenchCommand.self])
}

/// `export fastchat`.
struct ExportFastChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fastchat",
    abstract: "Write every FastChat file back, equal field by field.",
    discussion: """
      One file for every imported one, under its path below the imported folder; unknown fields, \
      the types of ids, scores as they came and timestamps included. What runs answered and judged \
      goes below runs/, as FastChat would have written it.

      EXAMPLE
        scorehouse export fastchat --output exported/
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("A new or empty folder.", valueName: "dir"))
  var output: String

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @OptionGroup var global: GlobalOptions

  func run() async throws {
    let store = try await global.openStore(.readOnly)
    let summary = try await FastChatExporter(store).export(to: output)
    let records = summary.files.map(\.records).reduce(0, +)
    let report = Report(
      name: "export",
      columns: [
        Report.Column("path"),
        Report.Column("records", unit: "rows", alignment: .trailing),
      ],
      sections: [
        Report.Section(
          title: "\(summary.files.count) files with \(records) records in \(output)",
          rows: summary.files.map { Report.Row([.text($0.path), Cell($0.records)]) })
      ],
      notes: summary.skippedCount == 0
        ? []
        : ["Files of figures have no FastChat format; left out: \(summary.skippedCount)."])
    let format: ReportFormat = json ? .json : .table
    let terminal = Terminal.standardOutput
    terminal.write(format.renderer(style: terminal.style).text(of: report))
  }
}
