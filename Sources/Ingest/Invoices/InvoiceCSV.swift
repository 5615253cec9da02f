internal import Warehouse

/// Invoices as CSV: the one of OpenAI's dashboard, or any by a mapping.
///
/// The dashboard's columns: `start_time`, `end_time` (Unix seconds), `amount_value`,
/// `amount_currency`, `line_item`, `project_id`, `project_name` and others. A day without costs is a
/// row without an amount.
struct InvoiceCSV {
  let path: String

  private static let dashboard = ["start_time", "end_time", "amount_value", "amount_currency"]

  /// - Throws: `InvoiceError`, `ReadError`.
  func read(_ file: InputFile, _ mapping: InvoiceMapping?) throws -> Invoice {
    var reader = CSVReader(try ByteSource(file))
    let header: [String]
    do {
      header = try reader.next()?.fields ?? []
    } catch {
      throw InvoiceError.unknown(file: path, reason: error.reason)
    }
    let needed = mapping?.columns ?? Self.dashboard
    let missing = needed.filter { !header.contains($0) }
    guard missing.isEmpty, Set(header).count == header.count else {
      throw InvoiceError.unknown(
        file: path,
        reason: missing.isEmpty
          ? "a column is there twice"
          : "its first line lacks \(missing.joined(separator: ", "))"
            + (mapping == nil ? "; name the columns with --mapping" : ""))
    }
    return try readRows(&reader, header, mapping)
  }

  // MARK: - Private

  private func readRows(
    _ reader: inout CSVReader, _ header: [String], _ mapping: InvoiceMapping?
  ) throws -> Invoice {
    var invoice = Invoice()
    while true {
      let record: CSVRecord
      do {
        guard let next = try reader.next() else { return invoice }
        record = next
      } catch {
        throw InvoiceError.bad(file: path, place: "line \(error.line)", reason: error.reason)
      }
      do {
        guard record.fields.count == header.count else {
          throw InvoiceProblem("has \(record.fields.count) fields, the header \(header.count)")
        }
        let fields = Dictionary(uniqueKeysWithValues: zip(header, record.fields))
          .filter { !$0.value.isEmpty }
        if let mapping {
          invoice.add(try mapped(fields, mapping))
        } else {
          try addDashboard(fields, to: &invoice)
        }
      } catch let problem as InvoiceProblem {
        throw InvoiceError.bad(
          file: path, place: "line \(record.line)", reason: problem.description)
      }
    }
  }

  private func addDashboard(
    _ fields: [String: String], to invoice: inout Invoice
  ) throws(InvoiceProblem) {
    guard let start = fields["start_time"].flatMap({ Int64($0) }),
      let end = fields["end_time"].flatMap({ Int64($0) })
    else { throw InvoiceProblem("start_time and end_time are no Unix seconds") }
    let day = try InvoiceAmount.day(unixSeconds: start)
    guard end - start == 86_400 else { throw InvoiceProblem("is no whole day") }
    invoice.cover(day, provider: OpenAICosts.provider)
    guard let amount = fields["amount_value"] else { return }
    try InvoiceAmount.check(currency: fields["amount_currency"] ?? "")
    let money = try InvoiceAmount(amount)
    let item = fields["line_item"]
    invoice.add(
      InvoiceLine(
        day: day, provider: OpenAICosts.provider,
        projects: [fields["project_id"], fields["project_name"]].compactMap { $0 },
        model: item.map(OpenAICosts.model), item: item, nanoUSD: money.nanoUSD,
        roundingNanoUSD: money.roundingNanoUSD))
  }

  private func mapped(
    _ fields: [String: String], _ mapping: InvoiceMapping
  ) throws(InvoiceProblem) -> InvoiceLine {
    guard let amount = fields[mapping.amount] else {
      throw InvoiceProblem("has no amount in column \(mapping.amount)")
    }
    if let column = mapping.currency {
      try InvoiceAmount.check(currency: fields[column] ?? "none")
    }
    let money = try InvoiceAmount(amount, timesTenTo: mapping.isInCents ? -2 : 0)
    return InvoiceLine(
      day: try Self.day(fields[mapping.date] ?? ""), provider: mapping.provider,
      projects: mapping.project.flatMap { fields[$0] }.map { [$0] } ?? [],
      model: mapping.model.flatMap { fields[$0] }, item: nil, nanoUSD: money.nanoUSD,
      roundingNanoUSD: money.roundingNanoUSD)
  }

  /// A day, or a moment of it in UTC.
  private static func day(_ text: String) throws(InvoiceProblem) -> Int64 {
    if let start = PriceCheck.day(text) { return start / InvoiceLine.dayNanoseconds }
    if let seconds = Int64(text) { return try InvoiceAmount.day(unixSeconds: seconds) }
    guard let time = Timestamp(rfc3339: text)?.nanoseconds else {
      throw InvoiceProblem("\"\(text.prefix(40))\" is no day, no RFC 3339 time and no Unix seconds")
    }
    guard text.hasSuffix("Z") || text.hasSuffix("z") || text.hasSuffix("+00:00") else {
      throw InvoiceProblem(
        "\(text) is of another time zone; an invoice by days of another one cannot be compared")
    }
    return time / InvoiceLine.dayNanoseconds
  }
}
