/// The covariance of fitted ratings that holds also where the model does not.
struct Sandwich {
  /// nil where the games do not bound the ratings.
  let covariance: SymmetricMatrix?
  /// What an interval of 95 % takes an error times.
  let quantile: Double

  init(_ battles: Battles, _ table: PairTable, _ ratings: [Double]) {
    let clusters = Set(battles.cells.compactMap(\.cluster)).count
    quantile =
      clusters > 1
      ? StudentT(degreesOfFreedom: Double(clusters - 1))?.quantile975 ?? .infinity
      : NormalDistribution.quantile975
    // One question tells nothing of others.
    let isAlone = battles.cells.allSatisfy { $0.cluster == nil }
    guard clusters > 1 || isAlone, let factor = Cholesky(table.information(ratings)) else {
      covariance = nil
      return
    }
    let meat = isAlone ? Self.alone(battles, ratings) : Self.clustered(battles, ratings, clusters)
    covariance = factor.inverse.sandwich(meat)
  }

  // MARK: - Private

  private static func residual(_ cell: Battles.Cell, _ ratings: [Double]) -> Double {
    cell.score - PairTable.expected(ratings[cell.first] - ratings[cell.second])
  }

  private static func alone(_ battles: Battles, _ ratings: [Double]) -> SymmetricMatrix {
    var meat = SymmetricMatrix(size: battles.models)
    for cell in battles.cells {
      let rest = residual(cell, ratings)
      meat.addDifference(Double(cell.count) * rest * rest, cell.first, cell.second)
    }
    return meat
  }

  private static func clustered(
    _ battles: Battles, _ ratings: [Double], _ clusters: Int
  ) -> SymmetricMatrix {
    var meat = SymmetricMatrix(size: battles.models)
    let factor = Double(clusters) / Double(clusters - 1)
    var slope = Array(repeating: 0.0, count: battles.models)
    var touched: Set<Int> = []
    func finish() {
      for (place, a) in touched.sorted().enumerated() {
        for b in touched.sorted()[...place] { meat.add(factor * slope[a] * slope[b], at: a, b) }
      }
      for model in touched { slope[model] = 0 }
      touched = []
    }
    // Cells stand in order of their clusters.
    var last: Int?
    for cell in battles.cells {
      if cell.cluster != last || cell.cluster == nil { finish() }
      last = cell.cluster
      let rest = residual(cell, ratings) * Double(cell.count)
      slope[cell.first] += rest
      slope[cell.second] -= rest
      touched.formUnion([cell.first, cell.second])
    }
    finish()
    return meat
  }
}
