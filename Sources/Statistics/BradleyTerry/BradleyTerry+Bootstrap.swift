extension BradleyTerry {
  /// Ratings of the longest component's core, of games drawn anew with replacement: of questions
  /// where games hang together, else of single games, by how often each result occurred.
  ///
  /// A round depends on the seed and its number only, so that ranges of rounds can be computed side
  /// by side. A drawing whose ratings have no bound gets one tie more of each pair.
  ///
  /// - Returns: for each round a rating for each model of the core, their mean 0.
  /// - Complexity: O(cells + steps · pairs) a round.
  public func bootstrap(rounds: Range<Int>, seed: UInt64) -> [[Double]] {
    guard let component = components.first, component.core.count > 1 else { return [] }
    let table = PairTable(component.battles)
    guard let factor = Cholesky(table.information(component.ratings)) else { return [] }
    let resampler = Resampler(component.battles, table)
    return rounds.map { round in
      var random = SeededGenerator(seed: seed, stream: round)
      return resampler.draw(&random).refitted(near: component.ratings, factor)
    }
  }
}

/// Draws games anew, as many as there were.
private struct Resampler {
  private let battles: Battles
  private let table: PairTable
  private let places: [Int]
  /// The cells of each question; empty where games stand alone.
  private let clusters: [Range<Int>]

  init(_ battles: Battles, _ table: PairTable) {
    self.battles = battles
    self.table = table
    places = PairTable.places(battles).ofCells
    var clusters: [Range<Int>] = []
    for (index, cell) in battles.cells.enumerated() where cell.cluster != nil {
      if let last = clusters.last, battles.cells[last.lowerBound].cluster == cell.cluster {
        clusters[clusters.count - 1] = last.lowerBound..<(index + 1)
      } else {
        clusters.append(index..<(index + 1))
      }
    }
    self.clusters = clusters
  }

  func draw(_ random: inout SeededGenerator) -> PairTable {
    var table = table
    for place in table.counts.indices {
      table.counts[place] = 0
      table.scores[place] = 0
    }
    if clusters.isEmpty {
      drawGames(&random, into: &table)
    } else {
      for _ in clusters.indices {
        for index in clusters[random.index(below: clusters.count)] {
          add(index, battles.cells[index].count, to: &table)
        }
      }
    }
    return table
  }

  /// A multinomial draw over the cells: each takes its share of what is left.
  private func drawGames(_ random: inout SeededGenerator, into table: inout PairTable) {
    var left = battles.count
    var weight = left
    for index in battles.cells.indices {
      guard left > 0 else { return }
      let count = battles.cells[index].count
      let drawn = BinomialSampler.draw(
        trials: left, share: Double(count) / Double(weight), &random)
      add(index, drawn, to: &table)
      left -= drawn
      weight -= count
    }
  }

  private func add(_ index: Int, _ count: Int, to table: inout PairTable) {
    let place = places[index]
    table.counts[place] += Double(count)
    table.scores[place] += Double(count) * battles.cells[index].score
  }
}
