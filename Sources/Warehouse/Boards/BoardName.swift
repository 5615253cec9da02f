/// Which board: the numbers of its benchmark and judge in this store.
struct BoardName: Hashable, Comparable {
  let benchmarkID: Int64
  let judgeID: Int64

  static func < (left: BoardName, right: BoardName) -> Bool {
    (left.benchmarkID, left.judgeID) < (right.benchmarkID, right.judgeID)
  }
}

/// What a writer changed: the models whose rows must be computed anew, by board.
struct TouchedBoards {
  private(set) var models: [BoardName: Set<Int64>] = [:]
  private(set) var everything = false

  mutating func add(benchmarkID: Int64, judgeID: Int64, modelIDs: [Int64]) {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    models[name, default: []].formUnion(modelIDs)
  }

  /// Every board of the store.
  mutating func addEverything() { everything = true }
}
