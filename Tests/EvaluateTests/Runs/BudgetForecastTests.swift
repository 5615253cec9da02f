import TestSupport
import Testing

@testable import Evaluate
@testable import Warehouse

/// What a plan says of budgets.
@Suite(.eachBackend, .temporaryFolder) struct BudgetForecastTests {
  /// Twelve verdicts to be given, in an experiment that may cost so much.
  private static func forecast(
    experiment cap: Int64, month: Int64 = .max, own: Int64? = nil, isPriced: Bool = true
  ) async throws -> RunForecast {
    let store = try await EvaluationStore.make(questions: 6, answered: ["tested"])
    if isPriced { try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000) }
    try await store.store.setBudget("experiment:x", capNanoUSD: cap)
    try await store.store.setBudget("experiment:other", capNanoUSD: 1)
    for scope in RunIdentity.sharedBudgetScopes(experiment: nil, at: Clock.now()) {
      try await store.store.setBudget(scope, capNanoUSD: month)
    }
    var settings = EvaluationStore.judging("http://127.0.0.1:9/v1")
    settings.experiment = "x"
    settings.budgetNanoUSD = own
    return try await store.forecast(settings)
  }

  @Test func `a plan tells each budget that a run counts against, and what is left of it`()
    async throws
  {
    let forecast = try await Self.forecast(experiment: 1_000_000_000_000, own: 500_000_000_000)
    #expect(forecast.calls == 12)
    #expect(
      forecast.budgets.map { $0.scope.split(separator: ":")[0] } == ["experiment", "month", "run"])
    let likely = try #require(forecast.parts[0].likelyNanoUSD)
    for budget in forecast.budgets {
      #expect(budget.likelyNanoUSD == likely)
      #expect(budget.highNanoUSD == forecast.parts[0].highNanoUSD)
      #expect(budget.leftNanoUSD == budget.capNanoUSD)
      #expect(budget.leftAfterNanoUSD == budget.capNanoUSD - likely)
      #expect(budget.effect == .fits)
      #expect(budget.heldCalls == 12)
    }
    #expect(forecast.refusal == nil)
  }

  @Test func `it says whether the run will stop, or not begin`() async throws {
    let part = try await Self.forecast(experiment: .max).parts[0]
    let likely = try #require(part.likelyNanoUSD)
    let high = try #require(part.highNanoUSD)
    let expected: [(cap: Int64, BudgetForecast.Effect, held: Int)] = [
      (high, .fits, 12), (high - 1, .mayStop, 12), (likely, .mayStop, 12),
      (likely - 1, .stops, 11), (likely * 7 / 24, .stops, 3), (1, .stops, 0), (0, .refuses, 0),
    ]
    for (cap, effect, held) in expected {
      let forecast = try await Self.forecast(experiment: cap)
      #expect(forecast.budgets[0].effect == effect, "\(cap)")
      #expect(forecast.budgets[0].heldCalls == held, "\(cap)")
      #expect(forecast.budgets[1].effect == .fits)
      #expect((forecast.refusal != nil) == (effect == .refuses))
    }
    let unpriced = try await Self.forecast(experiment: .max, isPriced: false)
    #expect(unpriced.budgets.map(\.effect) == [.refuses, .refuses])
    #expect(unpriced.budgets[0].leftAfterNanoUSD == nil)
    #expect(unpriced.refusal == .unpricedBudget(model: "judge"))
  }

  @Test func `a run that was begun shows what it has spent`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 20, answered: ["tested"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000)
    var settings = EvaluationStore.judging(server.endpoint)
    settings.judgings[0].call.maxTokens = 100
    settings.budgetNanoUSD = 5_000_000
    let spent = try await store.run(settings).parts[0].tally.costNanoUSD
    let budget = try #require(try await store.forecast(settings).budgets.first)
    #expect(budget.scope == "run")
    #expect(budget.spentNanoUSD == spent)
    #expect(budget.leftNanoUSD == 5_000_000 - spent)
    #expect(budget.calls < 40)
  }
}
