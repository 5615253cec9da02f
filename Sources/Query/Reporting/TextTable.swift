/// A report's cells as text with their places: which columns fit, and how wide each is.
struct TextTable {
  /// A cell ready to be placed.
  struct Entry {
    var text: String
    var width: Int
    /// Spaces that stand behind a number so that its decimal point is below the others.
    var trailing = 0
    var isMissing = false
    /// Whether the text may be cut.
    var isText = false
  }

  /// A column that people may see, with an entry for each row of each section.
  struct Column {
    let column: Report.Column
    var heading: String
    var sections: [[Entry]]
    var width: Int
    /// What the column may shrink to; its own width where it holds no text.
    let minimumWidth: Int
  }

  /// The width up to which a text may hide other columns rather than be cut.
  static let comfortableTextWidth = 32
  /// The characters that a shortened text keeps.
  static let keptCharacters = 12
  /// The spaces between two columns.
  static let gap = 2

  /// The columns shown, in order.
  private(set) var columns: [Column]
  /// The names of the columns for which there was no room, in order.
  private(set) var hidden: [String] = []

  /// Measures all cells, then makes them fit the style's width as well as they can.
  init(_ report: Report, style: TextStyle) {
    columns = report.columns.indices.filter { report.columns[$0].isForPeople }
      .map { Column(report, index: $0, style: style) }
    guard let width = style.width else { return }
    hide(to: width)
    shrink(to: width)
    for index in columns.indices { columns[index].truncate(mark: style.ellipsis) }
  }

  /// The width of a line of the table.
  var width: Int { Self.total(columns.map(\.width)) }

  // MARK: - Private

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// Takes columns away, the least important first, until the rest fits or must stay.
  private mutating func hide(to width: Int) {
    let order = columns.map(\.column.name)
    while Self.total(columns.map(\.comfortableWidth)) > width {
      let candidates = columns.enumerated().compactMap { index, column in
        column.priority.map { (index: index, priority: $0) }
      }
      guard let least = candidates.reversed().min(by: { $0.priority < $1.priority }) else { break }
      hidden.append(columns.remove(at: least.index).column.name)
    }
    hidden = order.filter(hidden.contains)
  }

  /// Takes a cell at a time from the widest text until the table fits or no text can give more.
  private mutating func shrink(to width: Int) {
    for _ in 0..<max(0, self.width - width) {
      let givers = columns.indices.filter { columns[$0].width > columns[$0].minimumWidth }
      guard let widest = givers.max(by: { columns[$0].width < columns[$1].width }) else { return }
      columns[widest].width -= 1
    }
  }
}
