internal import Warehouse

/// Reads prices from a CSV file: a header, then a price a line.
///
/// `model`, `token_class` and `usd_per_million` must be there; `provider`, `tier`, `above_tokens`,
/// `valid_from`, `retires_at`, `source` and `currency` may. These are the columns of `prices list
/// --csv`. A file with anything wrong in it is not imported at all.
struct PriceCSV {
  let name: String
  /// Of lines that have no `valid_from`.
  let validFrom: Int64?

  private static let required = ["model", "token_class", "usd_per_million"]
  private static let optional = [
    "provider", "tier", "above_tokens", "valid_from", "retires_at", "source", "currency",
  ]

  /// - Throws: `PriceFileError`, `ReadError`.
  func read(_ input: InputFile) throws -> PriceFile {
    var reader = CSVReader(try ByteSource(input))
    guard let header = try reader.next() else {
      throw PriceFileError.notPrices(file: input.name, reason: "it is empty")
    }
    let missing = Self.required.filter { !header.fields.contains($0) }
    guard missing.isEmpty else {
      throw PriceFileError.notPrices(
        file: input.name,
        reason: "it is no JSON object, and its first line lacks \(missing.joined(separator: ", "))")
    }
    let unknown = header.fields.filter { !(Self.required + Self.optional).contains($0) }
    guard unknown.isEmpty, Set(header.fields).count == header.fields.count else {
      throw PriceFileError.notPrices(
        file: input.name,
        reason: unknown.isEmpty
          ? "a column is there twice" : "unknown columns: \(unknown.joined(separator: ", "))")
    }
    return try readRows(&reader, header.fields, input.name)
  }

  // MARK: - Private

  private func readRows(
    _ reader: inout CSVReader, _ columns: [String], _ path: String
  ) throws -> PriceFile {
    var file = PriceFile(format: "csv")
    var problems: [String] = []
    var seen: [PriceIdentity: (line: Int, amount: Int64)] = [:]
    while let record = try reader.next() {
      do {
        guard record.fields.count == columns.count else {
          throw PriceProblem("has \(record.fields.count) fields, the header \(columns.count)")
        }
        let fields = Dictionary(uniqueKeysWithValues: zip(columns, record.fields))
          .filter { !$0.value.isEmpty }
        let row = try row(fields)
        let before = seen.updateValue(
          (record.line, row.nanoUSDPerMillion), forKey: PriceIdentity(row))
        if let before, before.amount != row.nanoUSDPerMillion {
          throw PriceProblem("two prices for one instant: line \(before.line) has another")
        }
        file.rows.append(row)
      } catch let problem as PriceProblem {
        problems.append("line \(record.line): \(problem)")
      }
    }
    guard problems.isEmpty else { throw PriceFileError.bad(file: path, problems: problems) }
    let counts = Dictionary(grouping: file.rows, by: \.model).mapValues(\.count)
    file.imported = counts.sorted { $0.key < $1.key }.map {
      PriceFile.Model(name: $0.key, reason: nil, priceCount: $0.value)
    }
    return file
  }

  private func row(_ fields: [String: String]) throws(PriceProblem) -> PriceRow {
    guard let model = fields["model"] else { throw PriceProblem("names no model") }
    if let currency = fields["currency"], currency.uppercased() != "USD" {
      throw PriceProblem("the currency is \(currency); amounts are in USD")
    }
    guard let tokenClass = fields["token_class"].flatMap(PriceRow.TokenClass.init) else {
      throw PriceProblem(
        "token_class is \"\(fields["token_class"] ?? "")\", not one of "
          + PriceRow.TokenClass.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let tier = PriceRow.Tier(rawValue: fields["tier"] ?? "standard") else {
      throw PriceProblem(
        "tier is \"\(fields["tier"] ?? "")\", not one of "
          + PriceRow.Tier.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let above = Int64(fields["above_tokens"] ?? "0"), above >= 0 else {
      throw PriceProblem("above_tokens is no whole number from 0 on")
    }
    guard let amount = fields["usd_per_million"] else { throw PriceProblem("has no price") }
    guard let from = try day("valid_from", fields) ?? validFrom else {
      throw PriceProblem("has no valid_from, and no --valid-from was given")
    }
    return PriceRow(
      provider: fields["provider"] ?? PriceRow.anyProvider, model: model, tokenClass, tier: tier,
      aboveTokens: above, nanoUSDPerMillion: try PriceCheck.amount(amount, tokenClass),
      validFrom: from, retiresAt: try day("retires_at", fields), source: fields["source"] ?? name)
  }

  /// A day, or a time as `prices list --csv` writes it.
  private func day(
    _ name: String, _ fields: [String: String]
  ) throws(PriceProblem) -> Int64? {
    guard let text = fields[name] else { return nil }
    guard let instant = PriceCheck.day(text) ?? Timestamp(rfc3339: text)?.nanoseconds else {
      throw PriceProblem("\(name) is \"\(text)\", not a day such as 2026-01-31")
    }
    return instant
  }
}

/// What a second amount would contradict.
private struct PriceIdentity: Hashable {
  let provider: String
  let model: String
  let slot: PriceSlot
  let validFrom: Int64

  init(_ row: PriceRow) {
    provider = row.provider
    model = row.model
    slot = PriceSlot(row)
    validFrom = row.validFrom
  }
}
