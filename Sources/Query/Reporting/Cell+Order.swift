extension Cell {
  /// Below zero where this value stands before another, above where behind, zero where they are
  /// equal; null and what is no number come last in either direction.
  ///
  /// Numbers go by value, whole and real ones alike, texts by their bytes, `false` before `true`.
  /// Values of different kinds, which no column of ours mixes, go by kind.
  func compared(to other: Cell, descending: Bool) -> Int {
    switch (isOrdered, other.isOrdered) {
    case (false, false): return 0
    case (false, true): return 1
    case (true, false): return -1
    case (true, true): break
    }
    let result = compared(to: other)
    return descending ? -result : result
  }

  // MARK: - Private

  private var isOrdered: Bool {
    switch self {
    case .null: false
    case .real(let value): !value.isNaN
    default: true
    }
  }

  private func compared(to other: Cell) -> Int {
    switch (self, other) {
    case (.integer(let left), .integer(let right)): Self.order(left, right)
    case (.real(let left), .real(let right)): Self.order(left, right)
    case (.integer(let left), .real(let right)): Self.order(Double(left), right)
    case (.real(let left), .integer(let right)): Self.order(left, Double(right))
    case (.usd(let left), .usd(let right)): Self.order(left, right)
    case (.time(let left), .time(let right)): Self.order(left, right)
    case (.boolean(let left), .boolean(let right)): Self.order(left ? 1 : 0, right ? 1 : 0)
    case (.text(let left), .text(let right)):
      left.utf8.elementsEqual(right.utf8)
        ? 0 : left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    case (.list(let left), .list(let right)):
      zip(left, right).lazy.map { $0.compared(to: $1) }.first { $0 != 0 }
        ?? Self.order(left.count, right.count)
    default: Self.order(kind, other.kind)
    }
  }

  private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left == right ? 0 : left < right ? -1 : 1
  }

  private var kind: Int {
    switch self {
    case .null: 0
    case .boolean: 1
    case .integer, .real: 2
    case .usd: 3
    case .time: 4
    case .text: 5
    case .list: 6
    }
  }
}
