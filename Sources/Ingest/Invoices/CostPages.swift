internal import Warehouse

/// Pages of costs as providers' APIs give them as JSON: one, or several in a list.
///
/// OpenAI's organization costs and Anthropic's cost report. Both have `data`, a list of days, each with
/// `results`; what a day and a result are is told by `OpenAICosts` and `AnthropicCosts`.
struct CostPages {
  let path: String

  /// - Throws: `InvoiceError`.
  func read(_ bytes: [UInt8]) throws -> Invoice {
    var parser = try JSONParser()
    var invoice = Invoice()
    do {
      try parser.withDocument(copying: bytes) { node in
        let pages = node.kind == .array ? Array(node.elements) : [node]
        for (number, page) in pages.enumerated() {
          try add(page, number: number + 1, to: &invoice)
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

  // MARK: - Private

  private func add(_ page: JSONNode, number: Int, to invoice: inout Invoice) throws {
    let isOpenAI = page["object"]?.string() == "page"
    guard let data = page["data"], data.kind == .array,
      isOpenAI || (page["object"] == nil && page["has_more"] != nil)
    else {
      throw InvoiceError.unknown(
        file: path,
        reason: "it has no page with data, as OpenAI's organization costs and Anthropic's cost "
          + "report have")
    }
    for (index, bucket) in data.elements.enumerated() {
      do {
        let (day, provider) =
          isOpenAI
          ? (try OpenAICosts.day(bucket), OpenAICosts.provider)
          : (try AnthropicCosts.day(bucket), AnthropicCosts.provider)
        invoice.cover(day, provider: provider)
        // Older pages of OpenAI say `result`.
        for result in (bucket["results"] ?? bucket["result"])?.elements.map({ $0 }) ?? [] {
          invoice.add(
            isOpenAI ? try OpenAICosts.line(result, day) : try AnthropicCosts.line(result, day))
        }
      } catch let problem as InvoiceProblem {
        throw InvoiceError.bad(
          file: path, place: "page \(number), bucket \(index + 1)", reason: problem.description)
      }
    }
  }
}
