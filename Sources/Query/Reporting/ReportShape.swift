/// How somebody wants a finished report: which columns, in what order its rows, how much rounded.
///
/// It works on every report, since it knows columns by their names only. It changes what is shown,
/// never what was counted: a rank stays with its row wherever that row moves.
public struct ReportShape: Sendable, Equatable {
  /// The columns to keep, in this order; empty keeps all.
  ///
  /// People see each of them, those that otherwise only machines read included.
  public var columns: [String] = []
  /// What rows are sorted by within each section, the first key deciding; empty leaves them as
  /// they are.
  public var order: [Key] = []
  /// The decimal places that people read, of a rate's percentage too; nil: each column's own.
  public var digits: Int?

  /// Leaves a report as it is.
  public init() {}

  /// One thing that rows are sorted by.
  public enum Key: Sendable, Equatable {
    /// The values of a column; what is missing comes last in either direction.
    case column(String, descending: Bool)
    /// The order in which the models were given to the report.
    case given

    /// Reads `KEY`, `-KEY` or `KEY:desc` for descending, `KEY:asc`, or `given`.
    public init(_ text: String) {
      if text == "given" {
        self = .given
      } else if text.hasPrefix("-") {
        self = .column(String(text.dropFirst()), descending: true)
      } else if text.hasSuffix(":desc") {
        self = .column(String(text.dropLast(5)), descending: true)
      } else {
        self = .column(text.hasSuffix(":asc") ? String(text.dropLast(4)) : text, descending: false)
      }
    }
  }

  /// The report in this shape.
  ///
  /// - Throws: `NameError` for a column that the report does not have, with the nearest.
  /// - Complexity: O(rows · log rows).
  public func applied(to report: Report) throws -> Report {
    try check(report.columns)
    guard !order.contains(.given) || !Self.given(report).isEmpty else {
      throw ReportShapeError.nothingGiven
    }
    var report = report
    if !order.isEmpty { report = sorted(report) }
    if !columns.isEmpty { report = chosen(report) }
    guard let digits else { return report }
    return report.replacing(columns: report.columns.map { $0.with(digits: digits) })
  }

  /// Refuses names that are not among some columns, as before work whose report has these.
  ///
  /// - Throws: `NameError` with the nearest.
  public func check(_ known: [Report.Column]) throws {
    let names = known.map(\.name)
    for name in columns { try NameError.check(name, kind: "column", among: names) }
    for case .column(let name, _) in order {
      try NameError.check(name, kind: "column", among: names)
    }
  }

  /// Whether some columns have all that are named.
  public func fits(_ known: [Report.Column]) -> Bool { (try? check(known)) != nil }

  // MARK: - Private

  private func chosen(_ report: Report) -> Report {
    let indices = columns.compactMap { name in
      report.columns.firstIndex { $0.name == name }
    }
    return Report(
      name: report.name, parameters: report.parameters,
      columns: indices.map { report.columns[$0].asked },
      sections: report.sections.map { section in
        section.with(
          rows: section.rows.map { row in
            Report.Row(indices.map { row.cells[$0] }, emphasis: row.emphasis)
          })
      },
      notes: report.notes)
  }

  private func sorted(_ report: Report) -> Report {
    let comparisons = order.map { comparison($0, report) }
    return Report(
      name: report.name, parameters: report.parameters, columns: report.columns,
      sections: report.sections.map { section in
        // Equal rows keep their places.
        let rows = section.rows.enumerated().sorted { left, right in
          for compare in comparisons {
            let result = compare(left.element, right.element)
            if result != 0 { return result < 0 }
          }
          return left.offset < right.offset
        }
        return section.with(rows: rows.map(\.element))
      },
      notes: report.notes, layout: report.layout)
  }

  /// Below zero where the first row stands first, zero where the key does not tell.
  private func comparison(_ key: Key, _ report: Report) -> (Report.Row, Report.Row) -> Int {
    switch key {
    case .column(let name, let descending):
      guard let index = report.columns.firstIndex(where: { $0.name == name }) else {
        return { _, _ in 0 }
      }
      return { left, right in
        left.cells[index].compared(to: right.cells[index], descending: descending)
      }
    case .given:
      let places = givenPlaces(report)
      return { left, right in places(left) - places(right) }
    }
  }

  /// The models that the report was asked for.
  private static func given(_ report: Report) -> [Cell] {
    for case .list(let cells) in report.parameters.filter({ $0.name == "models" }).map(\.value) {
      return cells
    }
    return []
  }

  /// The place of a row's model among those that were given; rows of others come last.
  private func givenPlaces(_ report: Report) -> (Report.Row) -> Int {
    var given: [Cell: Int] = [:]
    for (place, cell) in Self.given(report).enumerated() { given[cell] = given[cell] ?? place }
    // A comparison has the same first model in every row.
    let names = ["model_b", "model"]
    let index = names.compactMap { name in report.columns.firstIndex { $0.name == name } }.first
    return { row in index.flatMap { given[row.cells[$0]] } ?? given.count }
  }
}

/// Why a report cannot be had in a shape.
public enum ReportShapeError: Error, Equatable, CustomStringConvertible {
  /// The order of the models was asked for, and none were given.
  case nothingGiven

  /// One line for a person.
  public var description: String {
    "--order given needs models that were given, as with --model A B"
  }
}

extension Report {
  /// The same report with other columns of the same number.
  func replacing(columns: [Column]) -> Report {
    Report(
      name: name, parameters: parameters, columns: columns, sections: sections, notes: notes,
      layout: layout)
  }
}

extension Report.Section {
  /// The same section with other rows.
  func with(rows: [Report.Row]) -> Report.Section {
    Report.Section(
      title: title, subtitle: subtitle, rows: rows, notes: notes, rates: rates)
  }
}
