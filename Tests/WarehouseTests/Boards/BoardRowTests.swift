import Storage
import TestSupport
import Testing

@testable import Warehouse

/// A row of a board holds the sums that its verdicts give.
@Suite struct BoardRowTests {
  private func values(
    _ verdicts: [Verdict], mode: JudgingMode = .single, scales: [Int64: ClosedRange<Double>] = [:]
  ) -> [String: SQLValue] {
    let row = BoardRow(modelID: 7, verdicts)
    let values = BoardModel(row, set: nil, mode: mode, scales: scales).values
    #expect(values.count == BoardModel.columns.count)
    return Dictionary(uniqueKeysWithValues: zip(BoardModel.columns, values))
  }

  private static let single: [Verdict] = [
    .make(1, question: 1, turn: 1, at: 50, value: 7),
    .make(2, question: 1, turn: 2, at: 40, value: 4),
    .make(3, question: 2, turn: 1, at: 60, value: 9.5),
    .make(4, question: 2, turn: 2, at: 70),
    .make(5, question: 3, turn: nil, value: 1),
  ]

  @Test func `a single row has counts, sums and turns`() {
    let row = values(Self.single)
    let expected: [String: SQLValue] = [
      "model_id": .integer(7), "edition": .integer(1),
      "answer_set": .integer(1), "answer_sets": .integer(1), "n": .integer(4),
      "failed": .integer(1), "truncated": .null, "score_sum": .real(21.5),
      "score_low": .real(1), "score_high": .real(9.5),
      "first_turn_n": .integer(2), "first_turn_sum": .real(16.5),
      "second_turn_n": .integer(1), "second_turn_sum": .real(4),
      "wins": .integer(0), "losses": .integer(0), "ties": .integer(0),
      "first_judged_at": .integer(40), "last_judged_at": .integer(70),
    ]
    for (column, value) in expected { #expect(row[column] == value, "\(column)") }
  }

  @Test func `sums over questions are those of the clustered error`() {
    let row = values(Self.single)
    #expect(row["clusters"] == .integer(3))
    #expect(row["sum_squares"] == .real(212.25))
    #expect(row["sum_products"] == .real(32.5))
    #expect(row["count_squares"] == .real(6))
  }

  @Test func `wins, losses and ties are counted in pairs only`() {
    let verdicts: [Verdict] = [
      .make(1, question: 1, opponent: 2, value: 1), .make(2, question: 2, opponent: 2, value: 1),
      .make(3, question: 1, opponent: 3, value: 0), .make(4, question: 2, opponent: 3, value: 0.5),
      .make(5, question: 3, opponent: 3),
    ]
    let pairwise = values(verdicts, mode: .pairwise)
    #expect(pairwise["wins"] == .integer(2))
    #expect(pairwise["losses"] == .integer(1))
    #expect(pairwise["ties"] == .integer(1))
    #expect(pairwise["n"] == .integer(4))
    #expect(pairwise["failed"] == .integer(1))
    #expect(pairwise["score_sum"] == .real(2.5))
    #expect(pairwise["score_low"] == .null)
    #expect(pairwise["score_high"] == .null)
    #expect(pairwise["clusters"] == .integer(2))
    #expect(values(verdicts, mode: .single)["wins"] == .integer(0))
  }

  @Test func `the packed slots are in order, those without a score too`() throws {
    let verdicts: [Verdict] = [
      .make(1, question: 2, opponent: 9, turn: 1, value: 1),
      .make(2, question: 1, opponent: 9, turn: 2, value: 0.5),
      .make(3, question: 1, opponent: 4, turn: 1, value: 0),
      .make(4, question: 1, opponent: 9, turn: nil, value: 1),
      .make(5, question: 5, opponent: 9, turn: 1),
    ]
    let row = BoardRow(modelID: 7, verdicts)
    let slots = BoardModel(row, set: nil, mode: .pairwise, scales: [:]).slots
    let expected: [SlotVector.Entry] = [
      .init(questionID: 1, opponentID: 4, turn: 1, count: 1, sum: 0),
      .init(questionID: 1, opponentID: 9, turn: nil, count: 1, sum: 1),
      .init(questionID: 1, opponentID: 9, turn: 2, count: 1, sum: 0.5),
      .init(questionID: 2, opponentID: 9, turn: 1, count: 1, sum: 1),
      .init(questionID: 5, opponentID: 9, turn: 1, count: 0, sum: 0),
    ]
    #expect(Array(slots) == expected)
  }

  @Test func `a row without a score has no bounds`() {
    let row = values([.make(1)])
    #expect(row["n"] == .integer(0))
    #expect(row["failed"] == .integer(1))
    #expect(row["score_low"] == .null)
    #expect(row["score_sum"] == .real(0))
    #expect(row["first_judged_at"] == .null)
    #expect(row["clusters"] == .integer(0))
  }

  @Test func `the opponents of a model have answer sets of their own`() {
    let verdicts: [Verdict] = [
      .make(1, opponent: 2, at: 1, value: 0, answer: .texts([1, 2])),
      .make(2, opponent: 2, at: 2, value: 1, answer: .texts([1, 3])),
      .make(3, opponent: 3, at: 1, value: 1, answer: .texts([1, 4])),
    ]
    let row = BoardRow(modelID: 7, verdicts)
    #expect(row.answerSets == 2)
    #expect(row.canonical.map(\.recordID) == [2, 3])
  }

  @Test func `a scale is stated where all templates state it`() {
    let scales: [Int64: ClosedRange<Double>] = [10: 1...10, 11: 1...10, 12: 0...5]
    func scale(_ bodies: Int64?...) -> [SQLValue?] {
      let row = values(
        zip(Int64(1)..., bodies).map { .make($0, question: $0, value: 3, body: $1) }, scales: scales
      )
      return [row["scale_low"], row["scale_high"]]
    }
    #expect(scale(10, 11) == [.real(1), .real(10)])
    #expect(scale(12) == [.real(0), .real(5)])
    #expect(scale(10, 12) == [.null, .null])
    #expect(scale(10, nil) == [.null, .null])
    #expect(scale(10, 13) == [.null, .null])
    #expect(scale(nil) == [.null, .null])
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `the order of the judgments never matters`(seed: SeededRandom) {
    var random = seed
    let verdicts = (0..<Int64(random.int(1...30))).map { number in
      Verdict.make(
        number, question: Int64(random.int(1...4)), opponent: random.pick([2, 3]),
        turn: random.pick([nil, 1, 2]), at: random.pick([nil, 1, 2]),
        value: random.pick([nil, 0.1, 0.7, 1e16]),
        answer: random.pick([.prompts([7]), .texts([1]), .texts([2])]))
    }
    let expected = values(verdicts, mode: .pairwise)
    #expect(values(verdicts.shuffled(using: &random), mode: .pairwise) == expected)
  }
}
