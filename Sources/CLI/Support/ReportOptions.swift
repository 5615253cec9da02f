public import ArgumentParser
internal import Query

/// How a report is written.
struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the report is written.", valueName: "format"))
  var format: ReportFormat?

  @Flag(help: "Short for --format json.")
  var json = false

  @Flag(help: "Short for --format csv.")
  var csv = false

  /// What was asked for; a table where nothing was.
  var chosen: ReportFormat {
    format ?? (json ? .json : csv ? .csv : .table)
  }

  /// Whether people read the result.
  var isForPeople: Bool { chosen == .table || chosen == .markdown }

  func validate() throws {
    let wishes = [format != nil, json, csv].count { $0 }
    guard wishes <= 1 else { throw ValidationError("give one of --format, --json and --csv") }
  }

  /// Writes a report to standard output.
  func print(_ report: Report) {
    let terminal = Terminal.standardOutput
    terminal.write(chosen.renderer(style: terminal.style).text(of: report))
  }
}

extension ReportFormat: ExpressibleByArgument {}
