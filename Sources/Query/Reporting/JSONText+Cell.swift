internal import Warehouse

extension JSONText {
  /// Appends a report's value, unrounded.
  mutating func append(_ cell: Cell) {
    switch cell {
    case .null: append("null")
    case .integer(let value): append(value.description)
    case .real(let value): append(value.isFinite ? value.description : "null")
    case .text(let value): append(escaped: value)
    case .boolean(let value): append(value ? "true" : "false")
    case .usd(let nano): append(escaped: MoneyText.machine(nanoUSD: nano))
    case .time(let nanoseconds): append(escaped: Timestamp(nanoseconds: nanoseconds).rfc3339)
    case .list(let cells): append(list: cells)
    }
  }

  // MARK: - Private

  private mutating func append(list cells: [Cell]) {
    append("[")
    for (index, cell) in cells.enumerated() {
      if index > 0 { append(", ") }
      append(cell)
    }
    append("]")
  }
}
