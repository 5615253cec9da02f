public import ArgumentParser
internal import Query

/// How a report is written, and where to.
struct ReportOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How the report is written.", valueName: "format"))
  var format: ReportFormat?

  @Flag(help: "Short for --format json.")
  var json = false

  @Flag(help: "Short for --format csv.")
  var csv = false

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "Write to this file, in the format that its ending says.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("Only these columns, in this order.", valueName: "a,b"))
  var columns: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Sort rows by a column: KEY, -KEY for descending, several with commas; given: as the models were given.",
      valueName: "key"))
  var order: String?

  @Option(help: ArgumentHelp("Decimal places in tables, 0 to 15.", valueName: "n"))
  var digits: Int?

  @Option(help: "In LaTeX: best marks the highest value of each column of scores.")
  var mark: Mark?

  @Option(help: ArgumentHelp("In LaTeX: what the table is referred to by.", valueName: "name"))
  var label: String?

  /// What is marked in a table.
  enum Mark: String, ExpressibleByArgument, CaseIterable {
    case best
  }

  /// What was asked for, else what the file's ending says; a table where nothing was.
  var chosen: ReportFormat {
    asked ?? output.flatMap(Self.format(ofFile:)) ?? .table
  }

  /// Whether people read the result.
  var isForPeople: Bool { chosen != .json && chosen != .csv }

  func validate() throws {
    let wishes = [format != nil, json, csv].count { $0 }
    guard wishes <= 1 else { throw ValidationError("give one of --format, --json and --csv") }
    if let output, asked == nil, Self.format(ofFile: output) == nil {
      throw ValidationError(
        "\(output): the ending says no format; use one of \(ReportFormat.fileExtensions.map { ".\($0)" }.joined(separator: ", ")), or give --format"
      )
    }
    if mark != nil || label != nil, chosen != .latex {
      throw ValidationError("--mark and --label are for --format latex")
    }
    if let digits, !(0...15).contains(digits) { throw ValidationError("--digits is 0 to 15") }
    for (name, list) in [("--columns", columns), ("--order", order)] {
      guard let list else { continue }
      let keys = Self.names(list)
      if keys.isEmpty || keys.contains("") { throw ValidationError("\(name) has an empty name") }
      if let twice = keys.first(where: { key in keys.count { $0 == key } > 1 }) {
        throw ValidationError("\(name) names \(twice) twice")
      }
    }
  }

  /// Which columns and rows in which order; nil: none was named.
  var shape: ReportShape {
    var shape = ReportShape()
    shape.columns = columns.map(Self.names) ?? []
    shape.order = (order.map(Self.names) ?? []).map { ReportShape.Key($0) }
    shape.digits = digits
    return shape
  }

  /// Writes a report to the file that was named, else to standard output.
  ///
  /// - Throws: `NameError` for a column that the report does not have; `ReportFileError`.
  func print(_ report: Report) throws {
    let shaped = try shape.applied(to: report)
    guard let output else {
      let terminal = Terminal.standardOutput
      terminal.write(renderer(style: terminal.style).text(of: shaped))
      return
    }
    try ReportFile(path: output).write(renderer(style: TextStyle()).text(of: shaped))
  }

  /// Finds out whether a report that will have these columns can be written as was asked.
  ///
  /// - Throws: `NameError`, `ReportFileError`.
  func check(_ columns: [Report.Column]) throws {
    try shape.check(columns)
    try output.map { try ReportFile(path: $0).check() }
  }

  // MARK: - Private

  private func renderer(style: TextStyle) -> any Renderer {
    guard chosen == .latex else { return chosen.renderer(style: style) }
    var options = LaTeXRenderer.Options()
    options.marksBest = mark == .best
    options.label = label
    options.command = PinnedCommand.words
    return LaTeXRenderer(options)
  }

  private var asked: ReportFormat? { format ?? (json ? .json : csv ? .csv : nil) }

  private static func format(ofFile path: String) -> ReportFormat? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return ReportFormat(fileExtension: String(name[name.index(after: dot)...]))
  }

  private static func names(_ list: String) -> [String] {
    list.split(separator: ",", omittingEmptySubsequences: false).map { name in
      String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}
