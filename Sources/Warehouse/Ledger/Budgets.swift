package import Storage

/// What may be spent, by run, by experiment and by month.
///
/// What is reserved and what is spent together never exceed the cap, however many spend at once:
/// a call that may cost more than is left is not sent.
package struct Budgets {
  private let connection: Connection

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// One budget and how it stands.
  package struct Standing: Sendable, Hashable {
    /// `run:KEY`, `experiment:NAME` or `month:2026-11`.
    package let scope: String
    package let capNanoUSD: Int64
    package let reservedNanoUSD: Int64
    package let spentNanoUSD: Int64

    /// What is left for calls that are not sent yet.
    package var leftNanoUSD: Int64 { capNanoUSD - reservedNanoUSD - spentNanoUSD }
  }

  /// Sets a cap.
  ///
  /// - Throws: `BudgetBelowSpent` where more is spent or reserved already.
  package func set(_ scope: String, capNanoUSD: Int64) throws {
    let changed = try connection.execute(
      """
      INSERT INTO budgets (scope, cap_nano_usd, reserved_nano_usd, spent_nano_usd)
      VALUES ($1, $2, 0, 0)
      ON CONFLICT (scope) DO UPDATE SET cap_nano_usd = excluded.cap_nano_usd
      WHERE budgets.reserved_nano_usd + budgets.spent_nano_usd <= excluded.cap_nano_usd
      """, [.text(scope), .integer(capNanoUSD)])
    guard changed == 0, let standing = try standings([scope]).first else { return }
    throw BudgetBelowSpent(standing: standing)
  }

  /// The budgets among some scopes, in order of their names.
  package func standings(_ scopes: [String]) throws -> [Standing] {
    try connection.all(
      """
      SELECT scope, cap_nano_usd, reserved_nano_usd, spent_nano_usd FROM budgets
      WHERE scope IN (\(places(scopes, from: 1))) ORDER BY scope
      """, scopes.map(SQLValue.text)
    ) { row in
      Standing(
        scope: try row.text(0), capNanoUSD: try row.integer(1),
        reservedNanoUSD: try row.integer(2), spentNanoUSD: try row.integer(3))
    }
  }

  /// Takes an amount out of every budget concerned, or out of none.
  ///
  /// One conditional update does it, so that two who spend at once cannot both take the last cent.
  ///
  /// - Throws: `BudgetReached`; `UnpricedBudget` where there is a budget and no amount.
  func reserve(_ nanoUSD: Int64?, in scopes: [String]) throws {
    let concerned = try standings(scopes)
    guard !concerned.isEmpty else { return }
    guard let nanoUSD else { throw UnpricedBudget(scope: concerned[0].scope) }
    let changed = try connection.execute(
      """
      UPDATE budgets SET reserved_nano_usd = reserved_nano_usd + $1
      WHERE reserved_nano_usd + spent_nano_usd + $1 <= cap_nano_usd
        AND scope IN (\(places(scopes, from: 2)))
      """, [.integer(nanoUSD)] + scopes.map(SQLValue.text))
    guard changed == concerned.count else {
      let short = try standings(scopes).first { $0.leftNanoUSD < nanoUSD } ?? concerned[0]
      throw BudgetReached(standing: short, neededNanoUSD: nanoUSD)
    }
  }

  /// Gives a reservation back and notes what was spent of it.
  ///
  /// What a provider bills beyond the worst that was reserved is in the ledger; a budget goes to its
  /// cap at most, and is used up then.
  func settle(reserved: Int64, spent: Int64, in scopes: [String]) throws {
    try connection.execute(
      """
      UPDATE budgets SET reserved_nano_usd = reserved_nano_usd - $1,
        spent_nano_usd = CASE
          WHEN spent_nano_usd + $2 + reserved_nano_usd - $1 <= cap_nano_usd
            THEN spent_nano_usd + $2
          ELSE cap_nano_usd - (reserved_nano_usd - $1) END
      WHERE scope IN (\(places(scopes, from: 3))) AND reserved_nano_usd >= $1
      """, [.integer(reserved), .integer(spent)] + scopes.map(SQLValue.text))
  }

  private func places(_ scopes: [String], from first: Int) -> String {
    scopes.indices.map { "$\($0 + first)" }.joined(separator: ", ")
  }
}

/// The next call may cost more than a budget has left.
package struct BudgetReached: Error, Sendable, CustomStringConvertible {
  package let standing: Budgets.Standing
  package let neededNanoUSD: Int64

  package var description: String {
    "the budget \(standing.scope) of \(USDText.of(standing.capNanoUSD)) is used up: "
      + "\(USDText.of(standing.spentNanoUSD)) spent, \(USDText.of(standing.reservedNanoUSD)) "
      + "reserved, and the next call may cost \(USDText.of(neededNanoUSD)); "
      + "`scorehouse budget set` raises it"
  }
}

/// A cap is below what is spent already.
package struct BudgetBelowSpent: Error, Sendable, CustomStringConvertible {
  package let standing: Budgets.Standing

  package var description: String {
    "\(standing.scope): \(USDText.of(standing.spentNanoUSD)) spent and "
      + "\(USDText.of(standing.reservedNanoUSD)) reserved already; give at least as much"
  }
}

/// A budget cannot hold where nobody knows what a call may cost.
package struct UnpricedBudget: Error, Sendable, CustomStringConvertible {
  package let scope: String

  package var description: String {
    "the budget \(scope) needs a price and a limit of tokens for every call: "
      + "`scorehouse prices set` gives the price, --max-tokens the limit"
  }
}
