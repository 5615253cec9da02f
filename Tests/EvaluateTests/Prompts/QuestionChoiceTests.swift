import Testing
import Warehouse

@testable import Evaluate

/// Parts of a benchmark.
@Suite struct QuestionChoiceTests {
  private static let questions = (0..<40).map { number in
    PlannedQuestion(
      name: QuestionName(benchmark: "b", externalID: "\(number)"),
      category: ["x", "y", "z", "z"][number % 4], requiredTemperature: nil, turns: [])
  }

  @Test func `the first ones are the first`() {
    let chosen = QuestionChoice.first(3).choose(Self.questions)
    #expect(chosen.map(\.name.externalID) == ["0", "1", "2"])
  }

  @Test(arguments: [1, 4, 7, 39, 40, 100])
  func `a sample takes from each category in proportion, in order`(count: Int) {
    let chosen = QuestionChoice.sample(count, seed: 7).choose(Self.questions)
    #expect(chosen.count == min(count, 40))
    #expect(
      chosen.map { Int($0.name.externalID) ?? -1 }.sorted()
        == chosen.map { Int($0.name.externalID) ?? -1 })
    let sizes = Dictionary(grouping: chosen) { $0.category ?? "" }.mapValues(\.count)
    #expect(abs((sizes["z"] ?? 0) - count / 2) <= 1 || count > 40)
    #expect(QuestionChoice.sample(count, seed: 7).choose(Self.questions) == chosen)
  }

  @Test func `another seed is another sample`() {
    let samples = (0..<5).map { QuestionChoice.sample(8, seed: $0).choose(Self.questions) }
    #expect(Set(samples).count > 1)
  }
}
