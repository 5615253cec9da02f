/// Which columns of a CSV file hold what, for invoices of no format that is known.
public struct InvoiceMapping: Sendable, Hashable {
  /// The column of the day: `2026-01-31`, an RFC 3339 time in UTC, or Unix seconds.
  public var date: String
  /// The column of the amount.
  public var amount: String
  /// Whether amounts are cents.
  public var isInCents = false
  /// The column of the currency; nil: US dollars.
  public var currency: String?
  /// The column of the model; nil: it is not told.
  public var model: String?
  /// The column of the project; nil: it is not told.
  public var project: String?
  /// Who bills, as the ledger calls it.
  public var provider = "openai"

  /// A mapping of the two columns that must be there.
  public init(date: String, amount: String) {
    self.date = date
    self.amount = amount
  }

  /// The columns that a file must have.
  var columns: [String] { [date, amount] + [currency, model, project].compactMap { $0 } }
}
