import TestSupport
import Testing

@testable import Warehouse

/// The one duplicate rule: which judgments stand on a board.
@Suite struct AnswerSetsTests {
  private static func a(_ text: Int64) -> Verdict.JudgedAnswer { .texts([text]) }

  /// What a board shows.
  private func newest(_ sets: AnswerSets) -> [Verdict] { sets.canonical.last ?? [] }

  private func numbers(_ sets: AnswerSets) -> [Int64] { newest(sets).map(\.recordID) }

  @Test func `nothing has no sets`() {
    let sets = AnswerSets([])
    #expect(sets.count == 0)
    #expect(numbers(sets) == [])
  }

  @Test func `a retry stands for the failed row before it`() {
    let sets = AnswerSets([.make(1, at: 100), .make(2, at: 200, value: 7)])
    #expect(sets.count == 1)
    #expect(numbers(sets) == [2])
  }

  @Test func `a failed row after a score does not hide it`() {
    let sets = AnswerSets([.make(1, at: 100, value: 7), .make(2, at: 200)])
    #expect(numbers(sets) == [1])
  }

  @Test func `of several scores the latest stands`() {
    let sets = AnswerSets([
      .make(1, at: 300, value: 7), .make(2, at: 100, value: 8), .make(3, at: 200, value: 9),
    ])
    #expect(numbers(sets) == [1])
  }

  @Test func `where nothing is scored the latest failure stands`() {
    #expect(numbers(AnswerSets([.make(1, at: 200), .make(2, at: 100)])) == [1])
  }

  @Test func `a score without a time gives way to one with a time`() {
    let sets = AnswerSets([.make(1, value: 7), .make(2, at: -5, value: 8)])
    #expect(numbers(sets) == [2])
    #expect(numbers(AnswerSets([.make(1), .make(2, at: -5)])) == [2])
  }

  @Test func `a score without a time stands before a failure with one`() {
    #expect(numbers(AnswerSets([.make(1, value: 7), .make(2, at: 5)])) == [1])
  }

  @Test(arguments: [nil, 100] as [Int64?])
  func `of scores of one time the lower key stands`(at: Int64?) {
    let sets = AnswerSets([
      .make(3, at: at, value: 7), .make(2, at: at, value: 8), .make(4, at: at, value: 9),
    ])
    #expect(numbers(sets) == [2])
  }

  @Test func `the slots of a set stand in order of their keys`() {
    let sets = AnswerSets([
      .make(9, question: 1, value: 1), .make(3, question: 2, value: 1),
      .make(5, question: 1, turn: 2, value: 1),
      .make(4, question: 1, turn: nil, value: 1),
    ])
    #expect(sets.count == 1)
    #expect(numbers(sets) == [3, 4, 5, 9])
  }

  @Test func `of two sets the newer stands`() {
    let sets = AnswerSets([
      .make(1, question: 1, at: 100, value: 9, answer: Self.a(1)),
      .make(2, question: 2, at: 101, value: 9, answer: Self.a(2)),
      .make(3, question: 1, at: 200, value: 4, answer: Self.a(3)),
      .make(4, question: 2, at: 201, value: 4, answer: Self.a(4)),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [3, 4])
  }

  @Test func `a late judgment of an old answer does not bring its set back`() {
    let sets = AnswerSets([
      .make(1, at: 100, value: 9, answer: Self.a(1)),
      .make(2, at: 200, value: 4, answer: Self.a(2)),
      .make(3, at: 300, value: 8, answer: Self.a(1)),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [2])
  }

  @Test func `an unscored newest answer stands unscored`() {
    let sets = AnswerSets([
      .make(1, at: 100, value: 9, answer: Self.a(1)), .make(2, at: 200, answer: Self.a(2)),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [2])
  }

  @Test func `an answer that was judged at no known time is the newest`() {
    let sets = AnswerSets([
      .make(1, value: 9, answer: Self.a(1)), .make(2, at: 200, value: 4, answer: Self.a(2)),
    ])
    #expect(numbers(sets) == [1])
  }

  @Test func `a slot with as many records but fewer texts repeats its last`() {
    let sets = AnswerSets([
      .make(1, question: 1, at: 100, value: 9, answer: Self.a(1)),
      .make(2, question: 1, at: 200, value: 8, answer: Self.a(2)),
      .make(3, question: 2, at: 100, value: 7, answer: Self.a(3)),
      .make(4, question: 2, at: 200, value: 6, answer: Self.a(3)),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [2, 4])
  }

  @Test func `a slot with fewer records is missing from the newest set`() {
    let sets = AnswerSets([
      .make(1, question: 1, at: 100, value: 9, answer: Self.a(1)),
      .make(2, question: 1, at: 200, value: 8, answer: Self.a(2)),
      .make(3, question: 2, at: 100, value: 7, answer: Self.a(3)),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [2])
  }

  @Test func `prompts tell answers apart where the texts are not known`() {
    let sets = AnswerSets([
      .make(1, at: 100, value: 9, answer: .prompts([5])),
      .make(2, at: 200, value: 8, answer: .prompts([6])),
    ])
    #expect(sets.count == 2)
    #expect(numbers(sets) == [2])
    let unknown = AnswerSets([
      .make(1, at: 100, value: 9, answer: .unknown), .make(2, at: 200, answer: .unknown),
    ])
    #expect(unknown.count == 1)
    #expect(numbers(unknown) == [1])
  }

  /// What a set must be, said in another way than the code says it.
  @Test(arguments: SeededRandom.seeds(300))
  func `the order of the rows never matters and the rule holds`(seed: SeededRandom) {
    var random = seed
    let count = random.int(0...25)
    let verdicts = (0..<Int64(count)).map { number in
      Verdict.make(
        number, question: Int64(random.int(1...3)), turn: random.pick([nil, 1, 2]),
        at: random.pick([nil, 1, 2, 3]), value: random.pick([nil, 1, 5]),
        answer: random.pick([.prompts([1]), Self.a(1), Self.a(2), Self.a(3)]))
    }
    let sets = AnswerSets(verdicts)
    for _ in 0..<5 {
      let shuffled = AnswerSets(verdicts.shuffled(using: &random))
      #expect(shuffled.count == sets.count)
      #expect(numbers(shuffled) == numbers(sets))
    }
    let slots = Dictionary(grouping: verdicts, by: \.slot)
    #expect(sets.count == slots.values.map { Set($0.map(\.answer)).count }.max() ?? 0)
    #expect(Set(newest(sets).map(\.slot)).count == newest(sets).count)
    for (slot, rows) in slots {
      let standing = newest(sets).first { $0.slot == slot }
      let isWhole = rows.count >= sets.count
      #expect((standing != nil) == isWhole)
      guard let standing else { continue }
      let rivals = rows.filter { $0.answer == standing.answer }
      #expect(standing.value != nil || rivals.allSatisfy { $0.value == nil })
      for rival in rivals where (rival.value != nil) == (standing.value != nil) {
        #expect((rival.judgedAt ?? .min) <= (standing.judgedAt ?? .min))
      }
      // No other answer of the slot was first judged later.
      let first = { (answer: Verdict.JudgedAnswer) in
        rows.filter { $0.answer == answer }.map { ($0.judgedAt ?? .max, $0.key) }
          .min { $0 < $1 } ?? (.min, standing.key)
      }
      for row in rows { #expect(first(row.answer) <= first(standing.answer)) }
    }
  }
}

/// Verdicts without a prompt tell no answers apart.
@Suite struct UntoldAnswerTests {
  @Test func `a figure beside the judgment it was made from changes nothing`() {
    let told: [Verdict] = [
      .make(1, at: 10, value: 3, answer: .texts([1])),
      .make(2, at: 20, value: 8, answer: .texts([2])),
    ]
    let figures: [Verdict] = [
      .make(3, at: 10, value: 3, answer: .unknown), .make(4, at: 20, value: 8, answer: .unknown),
    ]
    let sets = AnswerSets(told + figures)
    #expect(sets.count == 2)
    #expect(sets.canonical.map { $0.map(\.recordID) } == [[1], [2]])
  }

  @Test func `a figure goes with the answer that was the newest when it was given`() {
    let sets = AnswerSets([
      .make(1, at: 10, value: 3, answer: .texts([1])), .make(2, at: 15, value: 4, answer: .unknown),
      .make(3, at: 20, value: 8, answer: .texts([2])), .make(4, at: 5, value: 1, answer: .unknown),
    ])
    #expect(sets.canonical.map { $0.map(\.recordID) } == [[2], [3]])
  }

  @Test func `figures alone are one set`() {
    let sets = AnswerSets([
      .make(1, at: 10, value: 3, answer: .unknown), .make(2, at: 20, value: 4, answer: .unknown),
    ])
    #expect(sets.canonical.map { $0.map(\.recordID) } == [[2]])
  }
}
