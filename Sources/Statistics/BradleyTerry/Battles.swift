/// Games between models, counted by pair and result, and by question where games hang together.
public struct Battles: Sendable, Equatable {
  /// Games of one pair with one result.
  public struct Cell: Sendable, Equatable {
    /// The number of a model.
    public let first: Int
    /// The number of another, higher than the first's.
    public let second: Int
    /// What the first got of each: 1 for a win, 0.5 for a tie, 0 for a loss, or a share.
    public let score: Double
    /// How many games.
    public let count: Int
    /// The number of the question that they belong to; nil where each stands alone.
    public let cluster: Int?
  }

  /// How many models there are.
  public let models: Int
  /// In order of cluster, pair and score.
  public let cells: [Cell]
  /// How many games.
  public var count: Int { cells.reduce(0) { $0 + $1.count } }

  /// Collects games one by one.
  public struct Builder: Sendable {
    private struct Key: Hashable {
      let cluster: Int
      let first: Int32
      let second: Int32
      let score: Double
    }

    private let models: Int
    private var counts: [Key: Int] = [:]

    /// No game yet.
    public init(models: Int) {
      self.models = models
    }

    /// Adds games; a game of a model against itself says nothing.
    ///
    /// - Parameters:
    ///   - score: what the first got, from 0 to 1; anything else is left out.
    ///   - cluster: the question; nil where each game stands alone.
    public mutating func add(
      _ first: Int, _ second: Int, score: Double, count: Int = 1, cluster: Int? = nil
    ) {
      guard first != second, count > 0, (0...1).contains(score), (0..<models).contains(first),
        (0..<models).contains(second)
      else { return }
      let isOrdered = first < second
      let key = Key(
        cluster: cluster ?? -1, first: Int32(isOrdered ? first : second),
        second: Int32(isOrdered ? second : first), score: isOrdered ? score : 1 - score)
      counts[key, default: 0] += count
    }

    /// The games, in an order that does not depend on that of adding.
    public var battles: Battles {
      let cells = counts.map { key, count in
        Cell(
          first: Int(key.first), second: Int(key.second), score: key.score, count: count,
          cluster: key.cluster < 0 ? nil : key.cluster)
      }
      return Battles(
        models: models,
        cells: cells.sorted { left, right in
          (left.cluster ?? -1, left.first, left.second, left.score)
            < (right.cluster ?? -1, right.first, right.second, right.score)
        })
    }
  }

  /// The games among some models, which get the numbers of their places.
  func among(_ chosen: [Int]) -> Battles {
    var places = Array(repeating: -1, count: models)
    for (place, model) in chosen.enumerated() { places[model] = place }
    return Battles(
      models: chosen.count,
      cells: cells.compactMap { cell in
        guard places[cell.first] >= 0, places[cell.second] >= 0 else { return nil }
        return Cell(
          first: places[cell.first], second: places[cell.second], score: cell.score,
          count: cell.count, cluster: cell.cluster)
      })
  }
}
