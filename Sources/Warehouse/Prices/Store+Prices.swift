internal import Storage

extension Store {
  /// Adds prices; those that are there already stay.
  ///
  /// - Returns: how many are new.
  /// - Throws: one line where the store has another amount for the same thing and day.
  public func add(prices: [PriceRow]) async throws -> Int {
    try await database.write { try PriceTable($0).add(prices) }
  }

  /// Adds the prices that come with the program.
  public func addStarterPrices() async throws {
    _ = try await add(prices: StarterPrices.rows)
  }

  /// Sets what may be spent.
  ///
  /// - Parameter scope: `experiment:NAME`, `month:2026-11` or `run:KEY`.
  /// - Throws: one line where more is spent or reserved already.
  public func setBudget(_ scope: String, capNanoUSD: Int64) async throws {
    try await database.write { try Budgets($0).set(scope, capNanoUSD: capNanoUSD) }
  }
}
