internal import RealModule

/// What a fit needs to know of games: for each pair that met, how many there were and what the
/// first got of them.
struct PairTable: Sendable {
  let models: Int
  let first: [Int]
  let second: [Int]
  var counts: [Double]
  var scores: [Double]

  /// The pairs of some games, and for each cell the place of its pair.
  init(_ battles: Battles) {
    self.init(battles, places: Self.places(battles))
  }

  private init(_ battles: Battles, places: (pairs: [(Int, Int)], ofCells: [Int])) {
    models = battles.models
    first = places.pairs.map(\.0)
    second = places.pairs.map(\.1)
    var counts = Array(repeating: 0.0, count: first.count)
    var scores = counts
    for (cell, place) in zip(battles.cells, places.ofCells) {
      counts[place] += Double(cell.count)
      scores[place] += Double(cell.count) * cell.score
    }
    self.counts = counts
    self.scores = scores
  }

  /// The pairs in order, and the place of each cell's.
  static func places(_ battles: Battles) -> (pairs: [(Int, Int)], ofCells: [Int]) {
    let keys = battles.cells.map { $0.first * battles.models + $0.second }
    let sorted = Set(keys).sorted()
    var places: [Int: Int] = [:]
    for (place, key) in sorted.enumerated() { places[key] = place }
    return (
      sorted.map { ($0 / battles.models, $0 % battles.models) }, keys.map { places[$0] ?? 0 }
    )
  }

  /// With one tie more of each pair that met.
  var withTies: PairTable {
    var table = self
    for place in counts.indices {
      table.counts[place] += 1
      table.scores[place] += 0.5
    }
    return table
  }

  /// The slope of the log-likelihood.
  func gradient(_ ratings: [Double]) -> [Double] {
    var gradient = Array(repeating: 0.0, count: models)
    for place in first.indices {
      let (a, b) = (first[place], second[place])
      let rest = scores[place] - counts[place] * Self.expected(ratings[a] - ratings[b])
      gradient[a] += rest
      gradient[b] -= rest
    }
    return gradient
  }

  /// The information, made definite by holding the mean of the ratings.
  func information(_ ratings: [Double]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(size: models, filledWith: 1 / Double(models))
    for place in first.indices {
      let p = Self.expected(ratings[first[place]] - ratings[second[place]])
      matrix.addDifference(counts[place] * p * (1 - p), first[place], second[place])
    }
    return matrix
  }

  func logLikelihood(_ ratings: [Double]) -> Double {
    var sum = 0.0
    for place in first.indices {
      let d = ratings[first[place]] - ratings[second[place]]
      sum -= scores[place] * Self.softplus(-d) + (counts[place] - scores[place]) * Self.softplus(d)
    }
    return sum
  }

  /// What a model is expected to get of a game.
  static func expected(_ difference: Double) -> Double { 1 / (1 + .exp(-difference)) }

  private static func softplus(_ x: Double) -> Double {
    max(x, 0) + .log(onePlus: .exp(-x.magnitude))
  }
}

extension PairTable {
  /// The ratings that explain the games best, their mean zero; nil where Newton's steps do not
  /// end, since a rating has no bound.
  func fitted(from start: [Double]? = nil) -> [Double]? {
    var ratings = start ?? Array(repeating: 0, count: models)
    var likelihood = logLikelihood(ratings)
    for _ in 0..<60 {
      guard let factor = Cholesky(information(ratings)) else { return nil }
      var step = gradient(ratings)
      factor.solve(&step)
      var (next, nextLikelihood) = (ratings, -Double.infinity)
      // Halved until it is no step back, but for rounding.
      var scale = 1.0
      for _ in 0..<40 {
        next = zip(ratings, step).map { $0 + scale * $1 }
        nextLikelihood = logLikelihood(next)
        if nextLikelihood >= likelihood - 1e-12 * likelihood.magnitude { break }
        scale /= 2
      }
      let change = zip(next, ratings).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      (ratings, likelihood) = (next, nextLikelihood)
      guard ratings.allSatisfy({ $0.isFinite && $0.magnitude < 30 }) else { return nil }
      if change < 1e-10 { return Self.centred(ratings) }
    }
    return nil
  }

  /// The same near known ratings, with steps by the information there, which are many times
  /// cheaper; whole steps where those do not end soon, with one tie more of each pair where
  /// ratings have no bound.
  func refitted(near ratings: [Double], _ factor: Cholesky) -> [Double] {
    var next = ratings
    for _ in 0..<12 {
      var step = gradient(next)
      factor.solve(&step)
      var change = 0.0
      for model in next.indices {
        next[model] += step[model]
        change = max(change, step[model].magnitude)
      }
      if change < 1e-8 { return Self.centred(next) }
      if !(change < 5) { break }
    }
    let isSeparated = Connectivity(self).groups.contains { $0.count > 1 }
    return (isSeparated ? nil : fitted(from: ratings)) ?? withTies.fitted(from: ratings) ?? ratings
  }

  private static func centred(_ ratings: [Double]) -> [Double] {
    let mean = ratings.reduce(0, +) / Double(max(1, ratings.count))
    return ratings.map { $0 - mean }
  }
}
