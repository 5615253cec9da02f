internal import Ingest
internal import Query

/// What an import did, as a report.
struct ImportReport {
  let report: Report

  init(_ summary: ImportSummary) {
    let sum = summary.totals
    var notes: [String] = []
    if summary.otherFileCount > 0 {
      let isOne = summary.otherFileCount == 1
      notes.append(
        isOne
          ? "1 other file is no result and was left alone."
          : "\(summary.otherFileCount) other files are no results and were left alone.")
    }
    report = Report(
      name: "import", columns: Self.columns,
      sections: [
        Report.Section(
          title: "\(sum.added) added · \(sum.existing) already there · \(sum.rejected) rejected",
          rows: summary.files.map(Self.row))
      ],
      notes: notes)
  }

  static let columns = [
    Report.Column("path"), Report.Column("format", visibility: .whenSpace(priority: 1)),
    Report.Column("kind"), Report.Column("benchmark", visibility: .whenSpace(priority: 3)),
    Report.Column("judge", visibility: .whenSpace(priority: 2)),
    Report.Column("added", unit: "rows", alignment: .trailing),
    Report.Column("existing", unit: "rows", alignment: .trailing),
    Report.Column("rejected", unit: "rows", alignment: .trailing),
    Report.Column(
      "seconds", unit: "seconds", alignment: .trailing, digits: 2,
      visibility: .whenSpace(priority: 0)),
  ]

  private static func row(_ file: ImportSummary.File) -> Report.Row {
    Report.Row(
      [
        .text(file.path), .text(file.format), .text(file.kind), Cell(file.benchmark),
        Cell(file.judge), Cell(file.added), Cell(file.existing), Cell(file.rejected),
        Cell(file.seconds),
      ], emphasis: file.added == 0 && file.rejected == 0 ? .muted : .normal)
  }
}
