internal import Warehouse

/// What a day and an amount are in Anthropic's cost report, `GET /v1/organizations/cost_report`.
///
/// Amounts are decimal texts in cents; `model`, `description` and `workspace_id` are there where the
/// report is grouped by `description` and `workspace_id`. Costs of the priority tier are not in it.
///
/// Source: https://platform.claude.com/docs/en/api/admin/cost_report
enum AnthropicCosts {
  static let provider = "anthropic"

  /// - Throws: `InvoiceProblem` unless it is a whole day of UTC.
  static func day(_ bucket: JSONNode) throws -> Int64 {
    func seconds(_ name: StaticString) throws -> Int64 {
      guard let text = bucket[name]?.string(), let time = Timestamp(rfc3339: text)?.nanoseconds,
        time % 1_000_000_000 == 0
      else { throw InvoiceProblem("has no \(name) as an RFC 3339 time") }
      return time / 1_000_000_000
    }
    let start = try seconds("starting_at")
    let day = try InvoiceAmount.day(unixSeconds: start)
    guard try seconds("ending_at") - start == 86_400 else {
      throw InvoiceProblem("is no whole day; ask for bucket_width=1d")
    }
    return day
  }

  /// - Throws: `InvoiceProblem`.
  static func line(_ result: JSONNode, _ day: Int64) throws -> InvoiceLine {
    guard let amount = result["amount"]?.string() else {
      throw InvoiceProblem("has a result without an amount in cents, as a text")
    }
    try InvoiceAmount.check(currency: result["currency"]?.string() ?? "none")
    let money = try InvoiceAmount(amount, timesTenTo: -2)
    let item = result["description"]?.string()
    return InvoiceLine(
      day: day, provider: provider,
      projects: [result["workspace_id"]?.string()].compactMap { $0 },
      // What is billed beside tokens, such as searches, is a line of its own.
      model: result["model"]?.string() ?? item, item: item, nanoUSD: money.nanoUSD,
      roundingNanoUSD: money.roundingNanoUSD)
  }
}
