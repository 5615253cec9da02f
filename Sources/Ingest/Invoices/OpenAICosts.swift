internal import Warehouse

/// Pages of OpenAI's organization costs: one, or several in a list.
struct OpenAICosts {
  let path: String

  static let provider = "openai"

  /// - Throws: `InvoiceError`.
  func read(_ bytes: [UInt8]) throws -> Invoice {
    var parser = try JSONParser()
    var invoice = Invoice()
    do {
      try parser.withDocument(copying: bytes) { node in
        let pages = node.kind == .array ? Array(node.elements) : [node]
        for (number, page) in pages.enumerated() {
          guard page["object"]?.string() == "page", let data = page["data"] else {
            throw InvoiceError.unknown(
              file: path, reason: "it has no object \"page\" with data, as organization costs have")
          }
          for (index, bucket) in data.elements.enumerated() {
            let place = "page \(number + 1), bucket \(index + 1)"
            try add(bucket, place, to: &invoice)
          }
          if page["has_more"]?.bool == true, number == pages.count - 1 {
            invoice.notes.append("\(path) says that more pages follow.")
          }
        }
      }
    } catch let error as JSONError {
      throw InvoiceError.unknown(file: path, reason: "\(error)")
    }
    return invoice
  }

  /// The model of a line such as `gpt-4o-2024-08-06, cached input`.
  static func model(ofItem item: String) -> String {
    item.firstRange(of: ", ").map { String(item[..<$0.lowerBound]) } ?? item
  }

  // MARK: - Private

  private func add(_ bucket: JSONNode, _ place: String, to invoice: inout Invoice) throws {
    do {
      guard let start = bucket["start_time"]?.int64, let end = bucket["end_time"]?.int64 else {
        throw InvoiceProblem("has no start_time and end_time in Unix seconds")
      }
      let day = try InvoiceAmount.day(unixSeconds: start)
      guard end - start == 86_400 else {
        throw InvoiceProblem("is no whole day; ask for bucket_width=1d")
      }
      invoice.cover(day, provider: Self.provider)
      for result in (bucket["results"] ?? bucket["result"])?.elements.map({ $0 }) ?? [] {
        invoice.add(try line(result, day))
      }
    } catch let problem as InvoiceProblem {
      throw InvoiceError.bad(file: path, place: place, reason: problem.description)
    }
  }

  private func line(_ result: JSONNode, _ day: Int64) throws -> InvoiceLine {
    guard let amount = result["amount"],
      let value = amount["value"]?.numberToken ?? amount["value"]?.string()
    else { throw InvoiceProblem("has a result without an amount") }
    try InvoiceAmount.check(currency: amount["currency"]?.string() ?? "usd")
    let money = try InvoiceAmount(value)
    let item = result["line_item"]?.string()
    return InvoiceLine(
      day: day, provider: Self.provider,
      projects: [result["project_id"]?.string(), result["project_name"]?.string()]
        .compactMap { $0 },
      model: item.map(Self.model), item: item, nanoUSD: money.nanoUSD, roundingNanoUSD: 0)
  }
}
