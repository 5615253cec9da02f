internal import Warehouse

extension Cell {
  /// The cell as people read it in a column: rounded, with its sign, not escaped.
  ///
  /// - Parameter missing: what stands for null, and for a number that is not finite.
  func peopleText(in column: Report.Column, missing: String) -> String {
    switch self {
    case .null: missing
    case .integer(let value): Self.peopleText(of: value, in: column)
    case .real(let value): value.isFinite ? Self.peopleText(of: value, in: column) : missing
    case .text(let value): value
    case .boolean(let value): value ? "yes" : "no"
    case .usd(let nano): MoneyText.people(nanoUSD: nano)
    case .time(let nanoseconds): Timestamp(nanoseconds: nanoseconds).minuteText
    case .list(let cells):
      cells.map { $0.peopleText(in: column, missing: missing) }.joined(separator: ", ")
    }
  }

  // MARK: - Private

  private static func peopleText(of value: Int64, in column: Report.Column) -> String {
    switch column.unit {
    case nil: String(value)
    case Report.Column.rate: peopleText(of: Double(value), in: column)
    default: DecimalText.grouped(value)
    }
  }

  private static func peopleText(of value: Double, in column: Report.Column) -> String {
    if column.unit == Report.Column.rate {
      return DecimalText.fixed(value, digits: column.digits ?? 1, shift: 2) + "%"
    }
    guard let digits = column.digits else { return value.description }
    if column.unit == Report.Column.probability, digits > 0 {
      return DecimalText.probability(value, digits: digits)
    }
    return DecimalText.fixed(value, digits: digits)
  }
}
