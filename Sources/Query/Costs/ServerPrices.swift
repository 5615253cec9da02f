internal import Storage

/// What hours of servers of one's own cost.
struct ServerPrices {
  private var prices: [String: [(validFrom: Int64, perHour: Int64)]] = [:]

  init(_ connection: Connection) throws {
    try connection.forEach(
      "SELECT host, valid_from, nano_usd_per_hour FROM server_prices ORDER BY host, valid_from"
    ) { row in
      prices[try row.text(0), default: []].append((try row.integer(1), try row.integer(2)))
    }
  }

  var isEmpty: Bool { prices.isEmpty }

  /// Nano-USD; nil: no price holds then.
  func perHour(_ host: String, at instant: Int64) -> Int64? {
    prices[host]?.last { $0.validFrom <= instant }?.perHour
  }

  /// What some time costs, rounded to the nano-dollar, halves up.
  static func cost(of nanoseconds: Int64, perHour: Int64) -> Int64 {
    let hour: Int128 = 3_600_000_000_000
    let cost = (Int128(nanoseconds) * Int128(perHour) + hour / 2) / hour
    return Int64(clamping: cost)
  }
}
