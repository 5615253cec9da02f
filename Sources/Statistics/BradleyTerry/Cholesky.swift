/// A symmetric matrix, kept whole, row by row.
struct SymmetricMatrix: Sendable, Equatable {
  let size: Int
  private(set) var values: [Double]

  init(size: Int, filledWith value: Double = 0) {
    self.size = size
    values = Array(repeating: value, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double { values[row * size + column] }

  /// Adds to an element and to its mirror image.
  mutating func add(_ value: Double, at row: Int, _ column: Int) {
    values[row * size + column] += value
    if row != column { values[column * size + row] += value }
  }

  /// Adds a weight times the square of the difference of two coordinates.
  mutating func addDifference(_ weight: Double, _ first: Int, _ second: Int) {
    values[first * size + first] += weight
    values[second * size + second] += weight
    values[first * size + second] -= weight
    values[second * size + first] -= weight
  }

  /// The product with itself on both sides of another matrix: A M A.
  func sandwich(_ meat: SymmetricMatrix) -> SymmetricMatrix {
    let half = product(meat)
    var result = SymmetricMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        var sum = 0.0
        for k in 0..<size { sum += half[row * size + k] * values[column * size + k] }
        result.add(sum, at: row, column)
      }
    }
    return result
  }

  private func product(_ other: SymmetricMatrix) -> [Double] {
    var product = Array(repeating: 0.0, count: size * size)
    for row in 0..<size {
      for k in 0..<size {
        let value = values[row * size + k]
        for column in 0..<size {
          product[row * size + column] += value * other.values[k * size + column]
        }
      }
    }
    return product
  }
}

/// The triangular factor of a positive definite matrix.
struct Cholesky: Sendable {
  private let size: Int
  private let factor: [Double]

  /// nil where the matrix is not positive definite.
  ///
  /// - Complexity: O(size³).
  init?(_ matrix: SymmetricMatrix) {
    size = matrix.size
    var factor = matrix.values
    for row in 0..<size {
      for column in 0...row {
        var sum = factor[row * size + column]
        for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          factor[row * size + row] = sum.squareRoot()
        } else {
          factor[row * size + column] = sum / factor[column * size + column]
        }
      }
    }
    self.factor = factor
  }

  /// Solves for a right-hand side, in place.
  ///
  /// - Complexity: O(size²).
  func solve(_ x: inout [Double]) {
    for row in 0..<size {
      var sum = x[row]
      for k in 0..<row { sum -= factor[row * size + k] * x[k] }
      x[row] = sum / factor[row * size + row]
    }
    for row in (0..<size).reversed() {
      let value = x[row] / factor[row * size + row]
      x[row] = value
      for k in 0..<row { x[k] -= factor[row * size + k] * value }
    }
  }

  /// The inverse of the matrix.
  ///
  /// - Complexity: O(size³).
  var inverse: SymmetricMatrix {
    var inverse = SymmetricMatrix(size: size)
    for column in 0..<size {
      var x = Array(repeating: 0.0, count: size)
      x[column] = 1
      solve(&x)
      for row in 0...column { inverse.add(x[row], at: row, column) }
    }
    return inverse
  }
}
