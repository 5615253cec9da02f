internal import Storage

/// What an hour of a server of one's own costs from an instant on.
///
/// It is no spend at a provider, and stands beside it in every total.
public struct ServerPrice: Sendable, Hashable {
  /// The host and port as the ledger has it, `127.0.0.1:8000`.
  public let host: String
  /// Nano-USD.
  public let nanoUSDPerHour: Int64
  /// Nanoseconds since 1970 UTC.
  public let validFrom: Int64
  /// Where the figure comes from.
  public let source: String

  /// A price.
  public init(host: String, nanoUSDPerHour: Int64, validFrom: Int64, source: String) {
    self.host = host
    self.nanoUSDPerHour = nanoUSDPerHour
    self.validFrom = validFrom
    self.source = source
  }

  /// What it is a price of: a second amount for it is a contradiction.
  var key: Key {
    var form = CanonicalForm("server price")
    form.add(host)
    form.add(validFrom)
    return form.key()
  }
}

extension Store {
  /// Adds the price of a server.
  ///
  /// - Returns: whether it is new.
  /// - Throws: one line where the store has another amount for the same host and instant.
  public func add(_ price: ServerPrice) async throws -> Bool {
    try await database.write { connection in
      let known = try connection.first(
        "SELECT nano_usd_per_hour FROM server_prices WHERE price_key = $1",
        [.bytes(price.key.bytes)]
      ) { try $0.integer(0) }
      if let known {
        guard known == price.nanoUSDPerHour else {
          throw ServerPriceConflict(price: price, knownNanoUSDPerHour: known)
        }
        return false
      }
      try connection.execute(
        """
        INSERT INTO server_prices (price_key, host, nano_usd_per_hour, valid_from, source,
          recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        """,
        [
          .bytes(price.key.bytes), .text(price.host), .integer(price.nanoUSDPerHour),
          .integer(price.validFrom), .text(price.source), .integer(Clock.now()),
        ])
      return true
    }
  }
}

/// Two amounts for one server and one instant.
struct ServerPriceConflict: Error, CustomStringConvertible {
  let price: ServerPrice
  let knownNanoUSDPerHour: Int64

  var description: String {
    let day = Timestamp(nanoseconds: price.validFrom).rfc3339.prefix("2026-01-31".count)
    return "\(price.host) costs \(USDText.of(knownNanoUSDPerHour)) an hour from \(day) on, as the "
      + "store knows it; a price is not edited, give the day from which the new one holds"
  }
}
