extension TextTable.Column {
  /// Formats and measures one column of all sections.
  init(_ report: Report, index: Int, style: TextStyle) {
    let column = report.columns[index]
    let cells = report.sections.map { $0.rows.map { $0.cells[index] } }
    var sections = cells.map { $0.map { TextTable.Entry($0, in: column, style: style) } }
    if column.alignment == .trailing { Self.alignPoints(&sections, cells: cells) }
    let heading = VisibleText.of(column.title)
    let headingWidth = TextWidth.of(heading)
    let entries = sections.joined()
    let width = entries.reduce(headingWidth) { max($0, $1.placedWidth) }
    let widestWhole = entries.filter { !$0.isText }.map(\.placedWidth).max() ?? 0
    let shortened = max(TextTable.keptCharacters + TextWidth.of(style.ellipsis), widestWhole)
    self.column = column
    self.heading = heading
    self.sections = sections
    self.width = width
    self.minimumWidth = entries.contains(where: \.isText) ? min(width, shortened) : width
  }

  /// The rank of the column among those that may be hidden, lowest first; nil if it may not.
  var priority: Int? {
    if case .whenSpace(let priority) = column.visibility { priority } else { nil }
  }

  /// The width that is worth hiding another column for.
  var comfortableWidth: Int {
    max(minimumWidth, min(width, TextTable.comfortableTextWidth))
  }

  /// Cuts what is wider than the column.
  mutating func truncate(mark: String) {
    heading = TextWidth.truncated(heading, to: width, mark: mark)
    for section in sections.indices {
      for row in sections[section].indices {
        sections[section][row].truncate(to: width, mark: mark)
      }
    }
  }

  // MARK: - Private

  /// Gives each number the spaces that bring its decimal point below the others'.
  private static func alignPoints(_ sections: inout [[TextTable.Entry]], cells: [[Cell]]) {
    let decimals = zip(sections, cells).map { zip($0, $1).map { $0.decimalsWidth(of: $1) } }
    guard let widest = decimals.joined().compactMap(\.self).max() else { return }
    for section in sections.indices {
      for row in sections[section].indices {
        sections[section][row].trailing = decimals[section][row].map { widest - $0 } ?? 0
      }
    }
  }
}

extension TextTable.Entry {
  /// Formats and measures one cell.
  init(_ cell: Cell, in column: Report.Column, style: TextStyle) {
    let text = VisibleText.of(cell.peopleText(in: column, missing: style.missing))
    self.init(
      text: text, width: TextWidth.of(text), isMissing: cell.isMissing, isText: cell.isText)
  }

  /// The cells that the entry takes at its place in a column.
  var placedWidth: Int { width + trailing }

  /// The cells from the decimal point on; nil if the entry is not a number in plain notation.
  func decimalsWidth(of cell: Cell) -> Int? {
    guard cell.isNumber, !isMissing, !text.utf8.contains(UInt8(ascii: "e")) else { return nil }
    guard let point = text.firstIndex(of: ".") else { return 0 }
    return text.distance(from: point, to: text.endIndex)
  }

  /// Cuts the text where it is wider than its column.
  mutating func truncate(to width: Int, mark: String) {
    guard self.width > width else { return }
    text = TextWidth.truncated(text, to: width, mark: mark)
    self.width = TextWidth.of(text)
  }
}

extension Cell {
  /// Whether the cell may be shortened.
  fileprivate var isText: Bool {
    switch self {
    case .text, .list: true
    default: false
    }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .integer, .real, .usd: true
    default: false
    }
  }

  fileprivate var isMissing: Bool {
    switch self {
    case .null: true
    case .real(let value): !value.isFinite
    default: false
    }
  }
}
