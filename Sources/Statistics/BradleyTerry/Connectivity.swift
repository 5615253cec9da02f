/// Who can be compared with whom: models that met, also by way of others, and models of which
/// neither side won everything.
///
/// Source: Ford, "Solution of a ranking problem from binary comparisons", American Mathematical
/// Monthly 64 (1957): ratings are finite exactly when no group won all its games against the rest.
struct Connectivity {
  /// Models that games connect, each list in order, the longest first.
  let components: [[Int]]
  /// Of each component the groups within which no one won everything, the longest first.
  let groups: [[[Int]]]

  /// - Complexity: O(models + pairs).
  init(_ table: PairTable) {
    var beats = Array(repeating: [Int](), count: table.models)
    var beaten = beats
    var met = beats
    for place in table.first.indices where table.counts[place] > 0 {
      let (a, b) = (table.first[place], table.second[place])
      met[a].append(b)
      met[b].append(a)
      if table.scores[place] > 0 {
        beats[a].append(b)
        beaten[b].append(a)
      }
      if table.scores[place] < table.counts[place] {
        beats[b].append(a)
        beaten[a].append(b)
      }
    }
    components = Self.longestFirst(Self.trees(Array(0..<table.models), met))
    // Kosaraju: in the reverse order of leaving, what reaches back is one group.
    let leaving = Self.order(Array(0..<table.models), beats)
    let groups = Self.trees(leaving.reversed(), beaten)
    var component = Array(repeating: 0, count: table.models)
    for (number, models) in components.enumerated() {
      for model in models { component[model] = number }
    }
    var byComponent = Array(repeating: [[Int]](), count: components.count)
    for group in groups {
      if let first = group.first { byComponent[component[first]].append(group) }
    }
    self.groups = byComponent.map(Self.longestFirst)
  }

  // MARK: - Private

  private static func longestFirst(_ lists: [[Int]]) -> [[Int]] {
    lists.map { $0.sorted() }.sorted { left, right in
      left.count != right.count ? left.count > right.count : (left.first ?? 0) < (right.first ?? 0)
    }
  }

  /// What can be reached from each start that was not reached before.
  private static func trees(_ starts: [Int], _ edges: [[Int]]) -> [[Int]] {
    var seen = Array(repeating: false, count: edges.count)
    var trees: [[Int]] = []
    for start in starts where !seen[start] {
      var (tree, open) = ([Int](), [start])
      seen[start] = true
      while let model = open.popLast() {
        tree.append(model)
        for next in edges[model] where !seen[next] {
          seen[next] = true
          open.append(next)
        }
      }
      trees.append(tree)
    }
    return trees
  }

  /// The order in which a depth-first walk leaves the models for good.
  private static func order(_ starts: [Int], _ edges: [[Int]]) -> [Int] {
    var seen = Array(repeating: false, count: edges.count)
    var order: [Int] = []
    for start in starts where !seen[start] {
      seen[start] = true
      var path = [(model: start, next: 0)]
      while let last = path.last {
        if last.next < edges[last.model].count {
          path[path.count - 1].next += 1
          let next = edges[last.model][last.next]
          if !seen[next] {
            seen[next] = true
            path.append((next, 0))
          }
        } else {
          order.append(last.model)
          path.removeLast()
        }
      }
    }
    return order
  }
}
