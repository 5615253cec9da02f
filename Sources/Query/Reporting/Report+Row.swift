extension Report {
  /// One row of a section: a cell for each column of the report.
  public struct Row: Sendable, Equatable {
    /// How loudly a row is shown to people; machines read all rows alike.
    public enum Emphasis: Sendable, Equatable {
      /// A row that counts.
      case normal
      /// A row shown for completeness, such as an unranked model under the ranked ones.
      case muted
    }

    /// The values, in the order of the report's columns.
    public let cells: [Cell]
    /// How loudly the row is shown.
    public let emphasis: Emphasis

    /// Creates a row.
    public init(_ cells: [Cell], emphasis: Emphasis = .normal) {
      self.cells = cells
      self.emphasis = emphasis
    }
  }
}
