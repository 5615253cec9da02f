package import Storage

/// The prices in the store.
package struct PriceTable {
  private let connection: Connection

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// Adds prices; those that are there already stay.
  ///
  /// - Returns: how many are new.
  /// - Throws: `PriceConflict` where the store, or another of the rows, has another amount for the
  ///   same thing and instant.
  @discardableResult
  package func add(_ rows: [PriceRow]) throws -> Int {
    var known = try knownAmounts(of: rows)
    let insert = BulkInsert(
      connection, into: "prices",
      columns: [
        "price_key", "provider", "model", "token_class", "tier", "above_tokens",
        "nano_usd_per_million", "valid_from", "retires_at", "source", "recorded_at",
      ], conflict: .ignored)
    let now = Clock.now()
    for row in rows {
      let key = row.key
      if let amount = known.updateValue(row.nanoUSDPerMillion, forKey: key) {
        guard amount == row.nanoUSDPerMillion else {
          throw PriceConflict(row: row, knownNanoUSDPerMillion: amount)
        }
        continue
      }
      insert.append([
        .bytes(key.bytes), .text(row.provider), .text(row.model), .text(row.tokenClass.rawValue),
        .text(row.tier.rawValue), .integer(row.aboveTokens), .integer(row.nanoUSDPerMillion),
        .integer(row.validFrom), .optional(row.retiresAt), .text(row.source), .integer(now),
      ])
    }
    return try insert.finish()
  }

  /// What is known of some models, for the calls of a run.
  package func book(models: Set<String>) throws -> PriceBook {
    guard !models.isEmpty else { return PriceBook([]) }
    let names = models.sorted()
    let places = names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    return try book("WHERE model IN (\(places))", names.map(SQLValue.text))
  }

  /// What is known of every model.
  package func book() throws -> PriceBook { try book("", []) }

  /// The same with the prices that come with the program, where the store does not have them yet: for
  /// reports, which write nothing.
  package func bookWithStarters() throws -> PriceBook {
    let known = try book().all
    let keys = Set(known.map(\.row.key))
    let starters = StarterPrices.rows.filter { !keys.contains($0.key) }
    return PriceBook(known + starters.map { PriceBook.Entry(id: 0, row: $0) })
  }

  // MARK: - Private

  /// The amounts that the store has for the things and instants of some rows.
  private func knownAmounts(of rows: [PriceRow]) throws -> [Key: Int64] {
    var known: [Key: Int64] = [:]
    let instants = Set(rows.map(\.validFrom)).sorted()
    for instant in instants {
      try connection.forEach(
        "SELECT price_key, nano_usd_per_million FROM prices WHERE valid_from = $1",
        [.integer(instant)]
      ) { row in
        guard let key = Key(try row.bytes(0)) else { return }
        known[key] = try row.integer(1)
      }
    }
    return known
  }

  private func book(_ condition: String, _ values: [SQLValue]) throws -> PriceBook {
    PriceBook(
      try connection.all(
        """
        SELECT id, provider, model, token_class, tier, above_tokens, nano_usd_per_million,
          valid_from, retires_at, source
        FROM prices \(condition) ORDER BY price_key
        """, values
      ) { row in PriceBook.Entry(id: try row.integer(0), row: try Self.price(row)) })
  }

  private static func price(_ row: borrowing Row) throws -> PriceRow {
    guard let tokenClass = PriceRow.TokenClass(rawValue: try row.text(3)),
      let tier = PriceRow.Tier(rawValue: try row.text(4))
    else { throw StorageError(.decoding, "a price has a class or tier that is not known") }
    return PriceRow(
      provider: try row.text(1), model: try row.text(2), tokenClass, tier: tier,
      aboveTokens: try row.integer(5), nanoUSDPerMillion: try row.integer(6),
      validFrom: try row.integer(7), retiresAt: row.optionalInteger(8), source: try row.text(9))
  }
}

/// Two amounts for one thing and one instant.
package struct PriceConflict: Error, Sendable, CustomStringConvertible {
  package let row: PriceRow
  package let knownNanoUSDPerMillion: Int64

  package var description: String {
    let day = Timestamp(nanoseconds: row.validFrom).rfc3339.prefix("2026-01-31".count)
    let place = row.provider == PriceRow.anyProvider ? row.model : "\(row.provider) \(row.model)"
    return "\(place): \(row.tokenClass.rawValue) costs "
      + "\(USDText.of(knownNanoUSDPerMillion)) per million tokens from \(day) on, as the store "
      + "knows it, and now \(USDText.of(row.nanoUSDPerMillion)); a price is not edited, give the "
      + "day from which the new one holds"
  }
}
