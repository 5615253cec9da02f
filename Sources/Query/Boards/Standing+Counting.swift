internal import Warehouse

extension Standing {
  /// What a model has on a board.
  init(_ model: BoardModel, _ names: ModelNames) {
    self.init(
      model: names[model.modelID], edition: model.edition,
      answerSet: (model.answerSet, model.answerSets), n: model.n, sum: model.sum,
      failed: model.failed, truncated: model.truncated, turns: model.turns, games: model.games,
      clusters: model.clusters, range: model.range, scale: model.scale,
      lastJudgedAt: model.lastJudgedAt, label: names.label(model.modelID))
  }

  /// Counts anew from some of the slots.
  mutating func recount(_ slots: [SlotVector.Entry], _ mode: JudgingMode) {
    let entries = slots.filter { $0.count > 0 }
    failed = slots.count - entries.count
    n = entries.map(\.count).reduce(0, +)
    sum = entries.map(\.sum).sum
    turns = [1, 2].map { turn in
      let ofTurn = entries.filter { $0.turn == turn }
      return (ofTurn.map(\.count).reduce(0, +), ofTurn.map(\.sum).sum)
    }
    var clusters = ClusterSums()
    let byQuestion = Dictionary(grouping: entries, by: \.questionID)
    for (_, entries) in byQuestion.sorted(by: { $0.key < $1.key }) {
      clusters.add(sum: entries.map(\.sum).sum, count: entries.map(\.count).reduce(0, +))
    }
    self.clusters = clusters
    guard mode == .pairwise else { return }
    games = (0, 0, 0)
    for entry in entries {
      // A slot holds one result unless a run repeated it; then its share counts.
      switch entry.sum / Double(entry.count) {
      case 1: games.wins += entry.count
      case 0: games.losses += entry.count
      default: games.ties += entry.count
      }
    }
  }
}
