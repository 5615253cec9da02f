import Foundation
import Query

/// Compares what Foundation parsed with the cell that was written.
enum JSONValue {
  static func agrees(_ value: Any?, with cell: Cell) -> Bool {
    switch cell {
    case .null: value is NSNull
    case .integer(let expected): (value as? NSNumber)?.int64Value == expected
    case .real(let expected) where expected.isFinite:
      // JSONSerialization reads numbers by way of Decimal, which costs some units in the last place.
      (value as? NSNumber).map { abs($0.doubleValue - expected) <= 8 * expected.ulp } ?? false
    case .real: value is NSNull
    case .text(let expected):
      (value as? String).map { Array($0.utf8) == Array(expected.utf8) } ?? false
    case .boolean(let expected): (value as? Bool) == expected
    case .usd(let nano):
      (value as? String).flatMap { Decimal(string: $0) } == Decimal(nano) / 1_000_000_000
    case .time: (value as? String)?.hasSuffix("Z") ?? false
    case .list(let cells): agrees(list: value, with: cells)
    }
  }

  private static func agrees(list value: Any?, with cells: [Cell]) -> Bool {
    guard let values = value as? [Any], values.count == cells.count else { return false }
    return zip(values, cells).allSatisfy { agrees($0, with: $1) }
  }
}
