internal import Statistics
internal import Warehouse

/// What a model got in each slot, laid out so that two models can be compared quickly.
struct ComparedSlots {
  /// Of question and turn, in order.
  private var keys: [Key] = []
  private var values: [Double] = []

  private struct Key: Comparable, Hashable {
    let questionID: Int64
    let turn: Int

    static func < (left: Key, right: Key) -> Bool {
      left.questionID != right.questionID
        ? left.questionID < right.questionID : left.turn < right.turn
    }
  }

  /// - Parameters:
  ///   - slots: of several opponents the mean counts.
  ///   - neighbour: a model that was most likely judged in the same slots, which are kept once then.
  init(_ slots: SlotVector, like neighbour: ComparedSlots? = nil) {
    keys = neighbour?.keys ?? []
    values.reserveCapacity(keys.count)
    var isPairwise = false
    for entry in slots where entry.count > 0 {
      isPairwise = isPairwise || entry.opponentID != nil
      append(Key(questionID: entry.questionID, turn: entry.turn ?? 0), of: entry)
    }
    cutKeys()
    if isPairwise { self = Self(averaging: slots) }
  }

  private init(averaging slots: SlotVector) {
    let bySlot = Dictionary(grouping: slots.filter { $0.count > 0 }) { entry in
      Key(questionID: entry.questionID, turn: entry.turn ?? 0)
    }
    for (key, entries) in bySlot.sorted(by: { $0.key < $1.key }) {
      keys.append(key)
      values.append(entries.map(\.sum).sum / Double(entries.map(\.count).reduce(0, +)))
    }
  }

  /// Adds a slot; keys that are there already, as a neighbour's, stay as they are.
  private mutating func append(_ key: Key, of entry: SlotVector.Entry) {
    if values.count >= keys.count || keys[values.count] != key {
      cutKeys()
      keys.append(key)
    }
    values.append(entry.sum / Double(entry.count))
  }

  /// Takes the keys away that have no value.
  private mutating func cutKeys() {
    if keys.count > values.count { keys.removeLast(keys.count - values.count) }
  }

  /// The difference to another model over the slots that both have; nil without one.
  ///
  /// - Complexity: O(slots).
  func difference(_ other: ComparedSlots) -> ClusteredMean? {
    // Models that were judged in the same slots mostly share the list of them.
    let isAligned = keys == other.keys
    var clusters: [ClusteredMean.Cluster] = []
    var (i, j) = (0, 0)
    var (question, count, sum) = (Int64.min, 0, 0.0)
    while i < keys.count, j < other.keys.count {
      if isAligned || keys[i] == other.keys[j] {
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
  func groups(_ slots: [String: SlotVector], _ adjustment: Adjustment) -> [String: String] {
    let ranked = places.filter { $0.rank != nil }.map(\.standing.model)
    var compared: [ComparedSlots] = []
    for model in ranked {
      compared.append(ComparedSlots(slots[model] ?? SlotVector([]), like: compared.last))
    }
    let letters = RankGroups.letters(count: ranked.count, adjustment: adjustment) { a, b in
      compared[a].difference(compared[b])?.p
    }
    return Dictionary(zip(ranked, letters)) { first, _ in first }
  }
}
