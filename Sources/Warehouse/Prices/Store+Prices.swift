internal import Storage

/// What adding prices came to.
public struct PriceAddition: Sendable, Hashable {
  /// Prices that the store did not have.
  public let added: Int
  /// What they changed in costs that were not known.
  public let costs: RepricingSummary
}

extension Store {
  /// Adds prices; those that are there already stay.
  ///
  /// Costs that were not known for want of them are filled in.
  ///
  /// - Throws: one line where the store has another amount for the same thing and day; then nothing
  ///   is added.
  public func add(prices: [PriceRow]) async throws -> PriceAddition {
    try await database.write { connection in
      let added = try PriceTable(connection).add(prices)
      let costs =
        added == 0
        ? RepricingSummary()
        : try Repricing(connection).run(onlyUnknown: true, experiment: nil)
      return PriceAddition(added: added, costs: costs)
    }
  }

  /// Adds the prices that come with the program.
  public func addStarterPrices() async throws {
    _ = try await add(prices: StarterPrices.rows)
  }

  /// Sets what may be spent.
  ///
  /// - Parameter scope: `experiment:NAME`, `month:2026-11` or `run:KEY`, of which the first digits do.
  /// - Returns: the scope in full, and what is left of it, in nano-USD.
  /// - Throws: one line where more is spent or reserved already, or there is no such run.
  @discardableResult
  public func setBudget(
    _ scope: String, capNanoUSD: Int64
  ) async throws
    -> (scope: String, leftNanoUSD: Int64)
  {
    try await database.write { connection in
      let budgets = Budgets(connection)
      let scope = try RunIdentity.budgetScope(scope, connection)
      try budgets.set(scope, capNanoUSD: capNanoUSD)
      return (scope, try budgets.standings([scope]).first?.leftNanoUSD ?? capNanoUSD)
    }
  }
}

extension Store {
  /// Every price of the store.
  ///
  /// - Parameter withStarters: those that come with the program too, where the store lacks them yet.
  public func prices(withStarters: Bool = false) async throws -> PriceList {
    PriceList(
      try await database.read { connection in
        let table = PriceTable(connection)
        return try withStarters ? table.bookWithStarters() : table.book()
      })
  }
}

/// Prices by the time from which they hold.
public struct PriceList: Sendable {
  private let book: PriceBook

  init(_ book: PriceBook) {
    self.book = book
  }

  /// The prices that hold at an instant, of every provider, model and tier the newest list.
  public func inForce(at instant: Int64) -> [PriceRow] { book.inForce(at: instant).map(\.row) }
}
