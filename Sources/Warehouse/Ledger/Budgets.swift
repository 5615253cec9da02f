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

  /// Whether there are any.
  var areSet: Bool {
    get throws { try connection.first("SELECT 1 FROM budgets LIMIT 1") { _ in true } ?? false }
  }

  /// Sets a cap; of a budget that is new, what its calls have cost so far counts.
  ///
  /// - Throws: `BudgetBelowSpent` where more is spent or reserved already.
  package func set(_ scope: String, capNanoUSD: Int64) throws {
    let standing = try standings([scope]).first ?? ledgerStanding(scope, capNanoUSD: capNanoUSD)
    guard standing.reservedNanoUSD + standing.spentNanoUSD <= capNanoUSD else {
      throw BudgetBelowSpent(standing: standing)
    }
    let changed = try connection.execute(
      """
      INSERT INTO budgets (scope, cap_nano_usd, reserved_nano_usd, spent_nano_usd)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (scope) DO UPDATE SET cap_nano_usd = excluded.cap_nano_usd
      WHERE budgets.reserved_nano_usd + budgets.spent_nano_usd <= excluded.cap_nano_usd
      """,
      [
        .text(scope), .integer(capNanoUSD), .integer(standing.reservedNanoUSD),
        .integer(standing.spentNanoUSD),
      ])
    guard changed == 0, let standing = try standings([scope]).first else { return }
    throw BudgetBelowSpent(standing: standing)
  }

  /// How a budget would stand if it had been there from the first call on.
  private func ledgerStanding(_ scope: String, capNanoUSD: Int64) throws -> Standing {
    var (reserved, spent): (Int64, Int64) = (0, 0)
    let (condition, values) = Self.narrowing(scope)
    try connection.forEach(
      """
      SELECT u.run_key, x.name, a.sent_at, a.reserved_nano_usd, c.id, k.nano_usd
      FROM call_attempts a JOIN runs u ON u.id = a.run_id
      LEFT JOIN experiments x ON x.id = u.experiment_id LEFT JOIN calls c ON c.attempt_id = a.id
      LEFT JOIN call_costs k ON k.call_id = c.id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = c.id)
      WHERE \(condition)
      """, values
    ) { row in
      guard let key = Key(try row.bytes(0)) else { return }
      let run = RunIdentity(id: 0, key: key, experiment: row.optionalText(1))
      guard run.budgetScopes(at: try row.integer(2)).contains(scope) else { return }
      let held = row.optionalInteger(3) ?? 0
      if row.optionalInteger(4) == nil {
        reserved += held
      } else {
        spent += row.optionalInteger(5) ?? held
      }
    }
    return Standing(
      scope: scope, capNanoUSD: capNanoUSD, reservedNanoUSD: reserved, spentNanoUSD: spent)
  }

  /// What attempts `a` of runs `u` of experiments `x` must fulfil to count at all, so that not the
  /// whole ledger is read for a run that begins.
  private static func narrowing(_ scope: String) -> (String, [SQLValue]) {
    let parts = scope.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return ("1 = 0", []) }
    switch parts[0] {
    case "experiment": return ("x.name = $1", [.text(parts[1])])
    case "run":
      let digits = Array(parts[1])
      let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
        UInt8(String(digits[place...place + 1]), radix: 16)
      }
      return ("u.run_key = $1", [.bytes(bytes)])
    default:
      let start = Timestamp(rfc3339: "\(parts[1])-01T00:00:00Z")?.nanoseconds ?? 0
      let end = start + 31 * 86_400 * 1_000_000_000
      return ("a.sent_at >= $1 AND a.sent_at < $2", [.integer(start), .integer(end)])
    }
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
    "the budget \(standing.scope) of \(USDText.of(standing.capNanoUSD)) does not hold the next call, "
      + "which may cost \(USDText.of(neededNanoUSD)): \(USDText.of(standing.spentNanoUSD)) is spent, "
      + "\(USDText.of(standing.reservedNanoUSD)) reserved; "
      + "`scorehouse budget set \(standing.scope) USD` raises it"
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
