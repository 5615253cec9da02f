import Statistics
import TestSupport
import Testing

/// Agreement beyond chance, and how lists go together.
@Suite struct AgreementTests {
  private static let a = [8.0, 9, 7, 10, 5, 6, 8, 3]
  private static let b = [7.0, 9, 8, 9, 4, 6, 9, 5]

  @Test func `kappa of tables`() {
    expectClose(Kappa.of(table: [[20, 5], [10, 15]]), 0.4, absolute: 1e-12)
    expectClose(
      Kappa.of(table: [[45, 5, 4], [6, 30, 5], [2, 3, 20]]), 0.675851, absolute: 5e-7)
  }

  @Test func `kappas and correlations of scores`() {
    expectClose(Kappa.of(Self.a, Self.b, .quadratic), 0.857143, absolute: 5e-7)
    expectClose(Kappa.of(Self.a, Self.b, .linear), 0.611111, absolute: 5e-7)
    expectClose(Correlation.spearman(Self.a, Self.b), 0.895857, absolute: 5e-7)
    expectClose(Correlation.kendall(Self.a, Self.b), 0.769800, absolute: 5e-7)
    expectClose(Correlation.pearson(Self.a, Self.b), 0.868037, absolute: 5e-7)
  }

  @Test func `one value alone tells of no agreement`() {
    #expect(Kappa.of([5, 5, 5], [5, 5, 5]) == nil)
    #expect(Kappa.of([5, 5, 5], [6, 6, 6]) == 0)
    #expect(Kappa.of([], []) == nil)
    #expect(Correlation.pearson([1, 1], [1, 2]) == nil)
    #expect(Correlation.spearman([1], [2]) == nil)
    #expect(Correlation.kendall([1, 1], [1, 2]) == nil)
  }

  @Test func `equal values share the mean of their ranks`() {
    #expect(Correlation.ranks([3, 1, 3, 2]) == [3.5, 1, 3.5, 2])
    #expect(Correlation.ranks([]) == [])
  }

  @Test(arguments: SeededRandom.seeds(30))
  func `order and shift do not matter`(random: SeededRandom) {
    var random = random
    let a = (0..<20).map { _ in Double(random.int(1...10)) }
    let b = (0..<20).map { _ in Double(random.int(1...10)) }
    let places = a.indices.shuffled(using: &random)
    for weights in Kappa.Weights.allCases {
      let kappa = Kappa.of(a, b, weights)
      expectClose(
        Kappa.of(places.map { a[$0] }, places.map { b[$0] }, weights), kappa ?? .nan,
        absolute: 1e-12)
      expectClose(
        Kappa.of(a.map { $0 + 3 }, b.map { $0 + 3 }, weights), kappa ?? .nan, absolute: 1e-12)
      expectClose(Kappa.of(b, a, weights), kappa ?? .nan, absolute: 1e-12)
    }
    expectClose(
      Correlation.spearman(a.map { $0 * $0 }, b), Correlation.spearman(a, b) ?? .nan,
      absolute: 1e-12)
  }

  @Test func `votes agree with ties and without`() {
    var agreement = VoteAgreement()
    agreement.add(.first, .first)
    agreement.add(.tie, .tie)
    agreement.add(.first, .second)
    agreement.add(.tie, .second)
    #expect(agreement.withTies == 0.5)
    #expect(agreement.withoutTies == 0.5)
    #expect(agreement.decided.count == 2)
    #expect(VoteAgreement().withTies == nil)
  }
}
