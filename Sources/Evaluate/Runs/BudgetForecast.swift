internal import Storage
internal import Warehouse

/// What a run is going to do to one budget; amounts are nano-USD.
public struct BudgetForecast: Sendable, Hashable {
  /// What becomes of the run.
  public enum Effect: String, Sendable {
    /// It ends within the budget, however long the replies are.
    case fits
    /// It ends within the budget, likely; long replies may stop it.
    case mayStop = "may_stop"
    /// It stops before its end, likely.
    case stops
    /// It does not begin: nothing is left, or a price is missing.
    case refuses
  }

  /// `run`, `experiment:NAME` or `month:2026-11`.
  public let scope: String
  /// What may be spent.
  public let capNanoUSD: Int64
  /// What was spent before.
  public let spentNanoUSD: Int64
  /// What calls hold that are under way now.
  public let reservedNanoUSD: Int64
  /// What the run costs, likely; nil: a price is missing.
  public let likelyNanoUSD: Int64?
  /// What it costs if every reply is as long as it may be.
  public let highNanoUSD: Int64?
  /// How many calls it wants to send.
  public let calls: Int

  /// What is left before the run.
  public var leftNanoUSD: Int64 { capNanoUSD - spentNanoUSD - reservedNanoUSD }

  /// What is left behind the run, likely: nothing where it stops.
  public var leftAfterNanoUSD: Int64? { likelyNanoUSD.map { max(0, leftNanoUSD - $0) } }

  /// What becomes of the run.
  public var effect: Effect {
    guard calls > 0 else { return .fits }
    guard let likelyNanoUSD, let highNanoUSD, spentNanoUSD < capNanoUSD else { return .refuses }
    if highNanoUSD <= leftNanoUSD { return .fits }
    return likelyNanoUSD <= leftNanoUSD ? .mayStop : .stops
  }

  /// How many of the calls it holds, likely.
  public var heldCalls: Int {
    guard let likelyNanoUSD, likelyNanoUSD > leftNanoUSD else { return calls }
    return Int(Int128(calls) * Int128(max(0, leftNanoUSD)) / Int128(likelyNanoUSD))
  }

  /// The budgets that a run counts against, as they stand.
  ///
  /// - Parameters:
  ///   - run: the run; nil: it has not begun.
  ///   - experiment: the named group that the run belongs to.
  ///   - cap: what the run gets for itself; nil: nothing, or what it had before.
  ///   - parts: what is going to be sent.
  static func all(
    _ connection: Connection, run: RunIdentity?, experiment: String?, cap: Int64?,
    _ parts: [Forecast]
  ) throws -> [BudgetForecast] {
    let now = Clock.now()
    let scopes =
      run?.budgetScopes(at: now)
      ?? RunIdentity.sharedBudgetScopes(experiment: experiment, at: now)
    let own = run.map { RunIdentity.budgetScope(of: $0.key) }
    let standings = try Budgets(connection).standings(scopes)
    let sending = parts.filter { $0.calls > 0 }
    func forecast(_ scope: String, cap: Int64, _ standing: Budgets.Standing?) -> BudgetForecast {
      BudgetForecast(
        scope: scope, capNanoUSD: cap, spentNanoUSD: standing?.spentNanoUSD ?? 0,
        reservedNanoUSD: standing?.reservedNanoUSD ?? 0,
        likelyNanoUSD: sum(sending.map(\.likelyNanoUSD)),
        highNanoUSD: sum(sending.map(\.highNanoUSD)), calls: sending.map(\.calls).reduce(0, +))
    }
    var all = standings.filter { $0.scope != own }.map {
      forecast($0.scope, cap: $0.capNanoUSD, $0)
    }
    let standing = standings.first { $0.scope == own }
    if let cap = cap ?? standing?.capNanoUSD {
      all.append(forecast("run", cap: cap, standing))
    }
    return all
  }

  /// nil where one of them is not known, or all are too much for a whole number.
  private static func sum(_ amounts: [Int64?]) -> Int64? {
    amounts.reduce(0 as Int64?) { sum, amount in
      guard let sum, let amount else { return nil }
      let (value, overflow) = sum.addingReportingOverflow(amount)
      return overflow ? nil : value
    }
  }
}
