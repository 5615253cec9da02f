internal import Warehouse

/// What a day and an amount are in OpenAI's organization costs.
enum OpenAICosts {
  static let provider = "openai"

  /// The model of a line such as `gpt-4o-2024-08-06, cached input`.
  static func model(ofItem item: String) -> String {
    item.firstRange(of: ", ").map { String(item[..<$0.lowerBound]) } ?? item
  }

  /// - Throws: `InvoiceProblem` unless it is a whole day of UTC.
  static func day(_ bucket: JSONNode) throws -> Int64 {
    guard let start = bucket["start_time"]?.int64, let end = bucket["end_time"]?.int64 else {
      throw InvoiceProblem("has no start_time and end_time in Unix seconds")
    }
    let day = try InvoiceAmount.day(unixSeconds: start)
    guard end - start == 86_400 else {
      throw InvoiceProblem("is no whole day; ask for bucket_width=1d")
    }
    return day
  }

  /// - Throws: `InvoiceProblem`.
  static func line(_ result: JSONNode, _ day: Int64) throws -> InvoiceLine {
    guard let amount = result["amount"],
      let value = amount["value"]?.numberToken ?? amount["value"]?.string()
    else { throw InvoiceProblem("has a result without an amount") }
    try InvoiceAmount.check(currency: amount["currency"]?.string() ?? "usd")
    let money = try InvoiceAmount(value)
    let item = result["line_item"]?.string()
    return InvoiceLine(
      day: day, provider: provider,
      projects: [result["project_id"]?.string(), result["project_name"]?.string()]
        .compactMap { $0 },
      model: item.map(model), item: item, nanoUSD: money.nanoUSD, roundingNanoUSD: 0)
  }
}
