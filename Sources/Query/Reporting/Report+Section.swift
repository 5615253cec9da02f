extension Report {
  /// One table of a report, such as one board.
  public struct Section: Sendable, Equatable {
    /// What people read above the table; empty where the report needs no title.
    public let title: String
    /// A quieter second line; nil where there is nothing to add.
    public let subtitle: String?
    /// The rows, in the order in which they are shown.
    public let rows: [Row]
    /// Remarks on this table, a sentence each; JSON collects them with the report's own.
    public let notes: [String]

    /// Columns whose numbers are shares of one in this section, whatever they are in others.
    public let rates: Set<String>

    /// Creates a section.
    public init(
      title: String, subtitle: String? = nil, rows: [Row], notes: [String] = [],
      rates: Set<String> = []
    ) {
      self.rates = rates
      self.title = title
      self.subtitle = subtitle
      self.rows = rows
      self.notes = notes
    }
  }
}
