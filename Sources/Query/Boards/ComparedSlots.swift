internal import Statistics
internal import Warehouse

/// What a model got in each slot, laid out so that two models can be compared quickly.
struct ComparedSlots {
  /// Of question and turn, in order.
  private var keys: [Key] = []
  private var values: [Double] = []

  private struct Key: Comparable {
    let questionID: Int64
    let turn: Int

    static func < (left: Key, right: Key) -> Bool {
      left.questionID != right.questionID
        ? left.questionID < right.questionID : left.turn < right.turn
    }
  }

  /// - Parameter entries: in order of question, opponent and turn; of several opponents the mean
  ///   counts.
  init(_ entries: [SlotVector.Entry]) {
    let isPairwise = entries.contains { $0.opponentID != nil && $0.count > 0 }
    guard isPairwise else {
      keys.reserveCapacity(entries.count)
      values.reserveCapacity(entries.count)
      for entry in entries where entry.count > 0 {
        keys.append(Key(questionID: entry.questionID, turn: entry.turn ?? 0))
        values.append(entry.sum / Double(entry.count))
      }
      return
    }
    let bySlot = Dictionary(grouping: entries.filter { $0.count > 0 }) { entry in
      [entry.questionID, Int64(entry.turn ?? 0)]
    }
    for (slot, entries) in bySlot.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      keys.append(Key(questionID: slot[0], turn: Int(slot[1])))
      values.append(entries.map(\.sum).sum / Double(entries.map(\.count).reduce(0, +)))
    }
  }

  /// The difference to another model over the slots that both have; nil without one.
  ///
  /// - Complexity: O(slots).
  func difference(_ other: ComparedSlots) -> ClusteredMean? {
    var clusters: [ClusteredMean.Cluster] = []
    var (i, j) = (0, 0)
    var (question, count, sum) = (Int64.min, 0, 0.0)
    while i < keys.count, j < other.keys.count {
      if keys[i] == other.keys[j] {
        if keys[i].questionID != question {
          if count > 0 { clusters.append(ClusteredMean.Cluster(count: count, sum: sum)) }
          (question, count, sum) = (keys[i].questionID, 0, 0)
        }
        count += 1
        sum += values[i] - other.values[j]
        i += 1
        j += 1
      } else if keys[i] < other.keys[j] {
        i += 1
      } else {
        j += 1
      }
    }
    if count > 0 { clusters.append(ClusteredMean.Cluster(count: count, sum: sum)) }
    return ClusteredMean(clusters)
  }
}

extension RankedBoard {
  /// The letter of each ranked model: those that share one cannot be told apart.
  ///
  /// - Parameter slots: what each model got, by its name.
  /// - Complexity: O(models · slots) for each letter.
  func groups(_ slots: [String: [SlotVector.Entry]], _ adjustment: Adjustment) -> [String: String] {
    let ranked = places.filter { $0.rank != nil }.map(\.standing.model)
    let compared = ranked.map { ComparedSlots(slots[$0] ?? []) }
    let letters = RankGroups.letters(count: ranked.count, adjustment: adjustment) { a, b in
      compared[a].difference(compared[b])?.p
    }
    return Dictionary(zip(ranked, letters)) { first, _ in first }
  }
}
