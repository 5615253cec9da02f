internal import Ingest
internal import Query

/// What an import did, or would do, as a report.
struct ImportReport {
  let report: Report

  /// - Parameters:
  ///   - findings: what needs a person.
  ///   - known: what needed one before the import.
  ///   - name: the verb.
  ///   - title: what stands before the sums.
  ///   - hidden: a folder that is not shown in paths.
  init(
    _ summary: ImportSummary, findings: [Finding] = [], known: [Finding] = [],
    name: String = "import",
    title: String? = nil, hidden: String? = nil
  ) {
    report = Report(
      name: name, columns: Self.columns,
      sections: [
        Report.Section(
          title: (title.map { $0 + " · " } ?? "") + Self.sums(summary, isDry: false),
          rows: summary.files.map { file in
            Report.Row(Self.cells(file, hidden), emphasis: Self.emphasis(file))
          })
      ],
      notes: Self.notes(summary) + Self.notes(findings, known))
  }

  /// What a verb that imports did without anything to import.
  init(name: String, note: String) {
    report = Report(name: name, columns: Self.columns, sections: [], notes: [note])
  }

  /// What an import would do, and how each file was told apart.
  init(dryRun summary: ImportSummary) {
    report = Report(
      name: "import", parameters: [Report.Parameter("dry_run", .boolean(true))],
      columns: Self.columns + [Report.Column("told_by", visibility: .whenSpace(priority: 4))],
      sections: [
        Report.Section(
          title: Self.sums(summary, isDry: true),
          rows: summary.files.map { file in
            Report.Row(Self.cells(file, nil) + [.text(file.toldBy)], emphasis: Self.emphasis(file))
          })
      ],
      notes: ["Dry run: nothing was imported."] + Self.notes(summary))
  }

  // MARK: - Private

  private static func sums(_ summary: ImportSummary, isDry: Bool) -> String {
    let sum = summary.totals
    return (isDry ? "would be: " : "")
      + "\(sum.added) added · \(sum.existing) already there · \(sum.rejected) rejected"
  }

  private static func notes(_ summary: ImportSummary) -> [String] {
    var notes: [String] = []
    if summary.otherFileCount > 0 {
      let isOne = summary.otherFileCount == 1
      notes.append(
        isOne
          ? "1 other file is no result and was left alone."
          : "\(summary.otherFileCount) other files are no results and were left alone.")
    }
    if summary.excludedFileCount > 0 {
      let isOne = summary.excludedFileCount == 1
      notes.append(
        "\(summary.excludedFileCount) file\(isOne ? " was" : "s were") excluded by --exclude.")
    }
    return notes
  }

  /// Findings that are told one by one; `doctor` tells all.
  private static let toldFindings = 20

  private static func notes(_ findings: [Finding], _ known: [Finding]) -> [String] {
    // Rejects are told line by line, on standard error.
    let new = findings.filter { !known.contains($0) && $0.kind != .rejects }
    let told = new.prefix(toldFindings).map { "\($0.text); `\($0.command)`" }
    let more = findings.count { $0.kind != .rejects } - told.count
    let isOne = more == 1
    return told
      + (more > 0
        ? [
          "\(more) \(told.isEmpty ? "" : "more ")finding\(isOne ? " needs" : "s need") a person; "
            + "`scorehouse doctor` lists all."
        ] : [])
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

  private static func cells(_ file: ImportSummary.File, _ hidden: String?) -> [Cell] {
    let prefix = hidden.map { $0 + "/" } ?? ""
    let path = file.path.hasPrefix(prefix) ? String(file.path.dropFirst(prefix.count)) : file.path
    return [
      .text(path), .text(file.format), .text(file.kind), Cell(file.benchmark), Cell(file.judge),
      Cell(file.added), Cell(file.existing), Cell(file.rejected), Cell(file.seconds),
    ]
  }

  private static func emphasis(_ file: ImportSummary.File) -> Report.Row.Emphasis {
    file.added == 0 && file.rejected == 0 ? .muted : .normal
  }
}
