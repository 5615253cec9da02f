import TestSupport
import Testing

@testable import Warehouse

/// No slot of a board stands under two known question texts or references.
@Suite struct BoardContextsTests {
  /// A row whose slots, the first turns of questions 1, 2, …, were judged under these contexts:
  /// nil for a slot that is missing, 0 for an unknown context.
  private func row(_ model: Int64, _ contexts: [Int64?]) -> BoardRow {
    let verdicts = zip(Int64(1)..., contexts).compactMap { question, context in
      context.map {
        Verdict.make(
          model * 100 + question, question: question, value: 1, context: $0 == 0 ? nil : $0)
      }
    }
    return BoardRow(modelID: model, verdicts)
  }

  private func editions(_ rows: [[Int64?]]) -> [Int] {
    let rows = zip(Int64(1)..., rows).map { row($0, $1) }
    var contexts = BoardContexts()
    for row in rows { contexts.add(row.contexts) }
    let editions = BoardContexts.editions(rows, conflicts: contexts.conflicts)
    return rows.map { editions[$0.modelID] ?? 0 }
  }

  @Test(
    arguments: [
      ([[1, 2], [1, 2]], [1, 1]), ([[1, 2], [3, 2]], [1, 2]),
      ([[1], [2], [1], [2]], [1, 2, 1, 2]),
      ([[1], [2], [3]], [1, 2, 3]),
      // A context that is not known differs from all that are, where they conflict.
      ([[1], [2], [0], [0]], [1, 2, 3, 3]),
      // Without a conflict between known ones, it stands beside them.
      ([[1], [0], [1]], [1, 1, 1]), ([[0], [0]], [1, 1]),
      // What is missing conflicts with nothing.
      ([[1, 2], [3, 2], [nil, 2]], [1, 2, 1]), ([[nil, 2], [1, 2], [3, 2]], [1, 1, 2]),
      // A row that came with less takes the side of those it joined.
      ([[1, nil], [nil, 5], [2, 6], [1, 6]], [1, 1, 2, 3]),
      // A slot that is not in conflict never splits.
      ([[1, 7], [2, 7], [1, 0]], [1, 2, 1]), ([], []), ([[nil]], [1]),
    ] as [([[Int64?]], [Int])])
  func `rows that were judged differently do not share an edition`(
    contexts: [[Int64?]], expected: [Int]
  ) {
    #expect(editions(contexts) == expected)
  }

  @Test func `only known contexts conflict`() {
    var contexts = BoardContexts()
    contexts.add(row(1, [1, 2, 0]).contexts)
    contexts.add(row(2, [1, 3, 4]).contexts)
    #expect(contexts.conflicts == [BoardContexts.Slot(questionID: 2, turn: 1)])
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `editions are free of conflicts and always the same`(seed: SeededRandom) {
    var random = seed
    let width = random.int(1...4)
    let rows = (0..<random.int(1...8)).map { _ in
      (0..<width).map { _ in random.pick([nil, 0, 1, 2, 3] as [Int64?]) }
    }
    let found = editions(rows)
    #expect(editions(rows) == found)
    #expect(found.first == 1)
    #expect(Set(found) == Set(1...(found.max() ?? 1)))
    for slot in 0..<width {
      let known = Set(rows.compactMap { $0[slot] }.filter { $0 != 0 })
      for (left, right) in zip(rows, found).map({ ($0[slot], $1) }).pairs() {
        guard left.1 == right.1, known.count > 1, let one = left.0, let other = right.0 else {
          continue
        }
        #expect(one == other)
      }
    }
  }
}

extension Array {
  /// Every element with every later one.
  fileprivate func pairs() -> [(Element, Element)] {
    indices.flatMap { index in self[(index + 1)...].map { (self[index], $0) } }
  }
}
