/// What a run is going to send, part by part, and what that does to the budgets it counts against.
public struct RunForecast: Sendable, Hashable {
  /// What is generated and judged, in order.
  public let parts: [Forecast]
  /// Every budget that there is for the run, in order of their names.
  public let budgets: [BudgetForecast]

  /// What is sent.
  public var calls: Int { parts.map(\.calls).reduce(0, +) }

  /// Why a run must not begin; nil: it may.
  ///
  /// A budget cannot hold what nobody knows the price of, and one that is used up holds no call.
  public var refusal: PlanError? {
    guard calls > 0 else { return nil }
    for budget in budgets where budget.effect == .refuses {
      guard let unpriced = parts.first(where: { $0.calls > 0 && $0.highNanoUSD == nil }) else {
        return .budgetUsedUp(budget)
      }
      return .unpricedBudget(model: unpriced.askedModel)
    }
    return nil
  }
}
