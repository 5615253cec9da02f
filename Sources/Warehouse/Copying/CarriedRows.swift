/// What a copy has carried so far: of each table the rows.
final class CarriedRows {
  // A bit for each number: numbers begin at one and have few gaps.
  private var bits: [String: [UInt64]] = [:]

  /// A row with a greater number is not noted, and is looked up again.
  private static let greatestNumber: Int64 = 1 << 31

  /// Notes a row by its number in the store that is copied.
  func add(_ number: Int64, of table: CopiedTable) {
    guard (0...Self.greatestNumber).contains(number) else { return }
    let (word, bit) = Self.place(of: number)
    let missing = word + 1 - (bits["\(table.name)"]?.count ?? 0)
    if missing > 0 {
      bits["\(table.name)", default: []].append(contentsOf: repeatElement(0, count: missing))
    }
    bits["\(table.name)"]?[word] |= bit
  }

  /// Whether a row was carried.
  func contains(_ number: Int64, of table: CopiedTable) -> Bool {
    guard (0...Self.greatestNumber).contains(number), let words = bits["\(table.name)"] else {
      return false
    }
    let (word, bit) = Self.place(of: number)
    return word < words.count && words[word] & bit != 0
  }

  private static func place(of number: Int64) -> (word: Int, bit: UInt64) {
    (Int(number / 64), 1 << UInt64(number % 64))
  }
}
