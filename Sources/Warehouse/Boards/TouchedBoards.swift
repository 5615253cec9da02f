/// What a writer changed: the models whose rows must be computed anew, by board.
struct TouchedBoards {
  private(set) var models: [BoardName: Set<Int64>] = [:]
  private(set) var everything = false
  /// Whether nothing was changed.
  var isEmpty: Bool { models.isEmpty && !everything }

  private var last: (name: BoardName, modelID: Int64)?

  mutating func add(benchmarkID: Int64, judgeID: Int64, modelIDs: [Int64]) {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    models[name, default: []].formUnion(modelIDs)
  }

  /// One more model, which is the one added last more often than not.
  mutating func add(benchmarkID: Int64, judgeID: Int64, modelID: Int64) {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    if let last, last == (name, modelID) { return }
    last = (name, modelID)
    models[name, default: []].insert(modelID)
  }

  /// Every board of the store.
  mutating func addEverything() { everything = true }

  mutating func add(_ other: TouchedBoards) {
    models.merge(other.models) { $0.union($1) }
    everything = everything || other.everything
  }

  /// Beside each board and model the one that it is read as, where that is another: what was
  /// under the name goes from there, and appears here.
  func read(with effects: StatementEffects) -> TouchedBoards {
    var read = self
    guard !effects.models.isEmpty || !effects.judges.isEmpty else { return read }
    for (name, models) in self.models {
      let all = models.union(models.map(effects.models.root))
      for judgeID in [name.judgeID, effects.judges.root(of: name.judgeID)] {
        read.add(benchmarkID: name.benchmarkID, judgeID: judgeID, modelIDs: Array(all))
      }
    }
    return read
  }
}
