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
  /// - Throws: `PriceConflict` where the store has another amount for the same thing and instant.
  @discardableResult
  package func add(_ rows: [PriceRow]) throws -> Int {
    let insert = try connection.prepare(
      """
      INSERT INTO prices (price_key, provider, model, token_class, tier, above_tokens,
        nano_usd_per_million, valid_from, retires_at, source, recorded_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (price_key) DO NOTHING
      """)
    let now = Clock.now()
    var added = 0
    for row in rows {
      let isNew = try insert.run([
        .bytes(row.key.bytes), .text(row.provider), .text(row.model),
        .text(row.tokenClass.rawValue), .text(row.tier.rawValue), .integer(row.aboveTokens),
        .integer(row.nanoUSDPerMillion), .integer(row.validFrom), .optional(row.retiresAt),
        .text(row.source), .integer(now),
      ])
      if isNew == 0 { try checkAgreement(row) }
      added += isNew
    }
    return added
  }

  /// What is known of some models, for the calls of a run.
  package func book(models: Set<String>) throws -> PriceBook {
    guard !models.isEmpty else { return PriceBook([]) }
    let names = models.sorted()
    let places = names.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
    return PriceBook(
      try connection.all(
        """
        SELECT id, provider, model, token_class, tier, above_tokens, nano_usd_per_million,
          valid_from, retires_at, source
        FROM prices WHERE model IN (\(places)) ORDER BY price_key
        """, names.map(SQLValue.text)
      ) { row in PriceBook.Entry(id: try row.integer(0), row: try Self.price(row)) })
  }

  // MARK: - Private

  private func checkAgreement(_ row: PriceRow) throws {
    let known = try connection.first(
      "SELECT nano_usd_per_million FROM prices WHERE price_key = $1", [.bytes(row.key.bytes)]
    ) { try $0.integer(0) }
    guard let known, known != row.nanoUSDPerMillion else { return }
    throw PriceConflict(row: row, knownNanoUSDPerMillion: known)
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
    return "\(row.model): \(row.tokenClass.rawValue) costs "
      + "\(USDText.of(knownNanoUSDPerMillion)) per million tokens from \(day) on, as the store "
      + "knows it, and now \(USDText.of(row.nanoUSDPerMillion)); a price is not edited, give the "
      + "day from which the new one holds"
  }
}
