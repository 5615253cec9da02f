/// A column together with where its cells come from, so that the two are written once.
struct Field<Item>: Sendable {
  let column: Report.Column
  let cell: @Sendable (Item) -> Cell

  init(_ column: Report.Column, _ cell: @escaping @Sendable (Item) -> Cell) {
    self.column = column
    self.cell = cell
  }

  /// A text, or another thing that reads from the left.
  static func text(
    _ name: String, title: String? = nil, unit: String? = nil,
    _ visibility: Report.Column.Visibility = .always,
    _ cell: @escaping @Sendable (Item) -> Cell
  ) -> Field {
    Field(Report.Column(name, title: title, unit: unit, visibility: visibility), cell)
  }

  /// A number.
  static func number(
    _ name: String, title: String? = nil, unit: String? = nil, digits: Int? = nil,
    _ visibility: Report.Column.Visibility = .always,
    _ cell: @escaping @Sendable (Item) -> Cell
  ) -> Field {
    Field(
      Report.Column(
        name, title: title, unit: unit, alignment: .trailing, digits: digits,
        visibility: visibility),
      cell)
  }

  /// What the section's title says for all of its rows.
  static func inTitle(_ name: String, _ cell: @escaping @Sendable (Item) -> Cell) -> Field {
    Field(Report.Column(name, isInSectionTitle: true), cell)
  }
}

extension [Report.Column] {
  /// The columns of some fields.
  init<Item>(_ fields: [Field<Item>]) { self = fields.map(\.column) }
}

extension Report.Row {
  /// The cells that fields give for an item.
  init<Item>(_ item: Item, _ fields: [Field<Item>], emphasis: Emphasis = .normal) {
    self.init(fields.map { $0.cell(item) }, emphasis: emphasis)
  }
}
