/// One question answered: titled tables of typed cells that every renderer can write.
///
/// Cells hold full values; rounding, percent signs and dates for people are the renderers' work.
public struct Report: Sendable, Equatable {
  /// The report's verb, such as `leaderboard`; JSON's `"report"`.
  public let name: String
  /// What was asked, in order, with defaults filled in.
  ///
  /// Only JSON shows them: what people must know stands in a section's title or subtitle or a note.
  public let parameters: [Parameter]
  /// The columns of every section's rows, in order; names are unique.
  public let columns: [Column]
  /// The tables: JSON and CSV write their rows as one list, the others each under its title.
  public let sections: [Section]
  /// Remarks on the whole report, a sentence each, shown below everything else.
  public let notes: [String]
  /// How people at a terminal see the sections.
  public let layout: Layout

  /// How people at a terminal see a section; the other formats write every report as rows.
  public enum Layout: Sendable, Equatable {
    /// Rows below one another in columns.
    case table
    /// One thing, its first column naming a field and its second holding the value, whole.
    case record
    /// Each row a comparison of two sides: columns whose names end in `_a` and `_b` stand beside
    /// one another, texts whole, all others above them.
    case sideBySide
  }

  /// Creates a report.
  ///
  /// - Precondition: Column names are unique, parameter names too, and each row has one cell a
  ///   column.
  /// - Complexity: O(rows).
  public init(
    name: String,
    parameters: [Parameter] = [],
    columns: [Column],
    sections: [Section],
    notes: [String] = [],
    layout: Layout = .table
  ) {
    precondition(Set(columns.map(\.name)).count == columns.count, "a column name twice")
    precondition(Set(parameters.map(\.name)).count == parameters.count, "a parameter twice")
    precondition(
      sections.allSatisfy { $0.rows.allSatisfy { $0.cells.count == columns.count } },
      "a row needs one cell for each column")
    self.name = name
    self.parameters = parameters
    self.columns = columns
    self.sections = sections
    self.notes = notes
    self.layout = layout
  }
}
