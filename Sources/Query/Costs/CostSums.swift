internal import Storage

/// The sums of a group of costs, in whole numbers.
struct CostSums: Sendable, Equatable {
  /// Of the columns of `call_sums`, by their names.
  private(set) var calls: [String: Int64] = [:]
  /// What calls to models, and to judges, cost.
  var generateNanoUSD: Int64 = 0
  var judgeNanoUSD: Int64 = 0
  var answers: Int64 = 0
  var judgments: Int64 = 0
  /// The models that were judged.
  var modelsScored: Set<String> = []
  var savedNanoUSD: Int64 = 0
  var serverNanoUSD: Int64 = 0
  var serverNanoseconds: Int64 = 0
  /// Of imported verdicts, as their files say.
  var reportedNanoseconds: Int64 = 0
  /// Imported rows whose cost is estimated, and those for which a price is missing.
  var estimatedRows: Int64 = 0
  var unestimatedRows: Int64 = 0
  var lowNanoUSD: Int64 = 0
  var likelyNanoUSD: Int64 = 0
  var highNanoUSD: Int64 = 0

  subscript(column: String) -> Int64 { calls[column] ?? 0 }

  /// What was billed, or may have been, and brought nothing.
  var wastedNanoUSD: Int64 {
    self["lost_nano_usd"] + self["failed_nano_usd"] + self["superseded_nano_usd"]
  }

  /// Whether some of the amounts are not what was billed but what may have been.
  var isEstimated: Bool { self["lost_calls"] > 0 || estimatedRows > 0 }

  mutating func add(_ column: String, _ amount: Int64) throws {
    calls[column] = try Self.sum(self[column], amount)
  }

  mutating func add(_ other: CostSums) throws {
    for (column, amount) in other.calls { try add(column, amount) }
    for path in Self.amounts {
      self[keyPath: path] = try Self.sum(self[keyPath: path], other[keyPath: path])
    }
    modelsScored.formUnion(other.modelsScored)
  }

  // MARK: - Private

  private static var amounts: [WritableKeyPath<CostSums, Int64>] {
    [
      \.generateNanoUSD, \.judgeNanoUSD, \.answers, \.judgments, \.savedNanoUSD, \.serverNanoUSD,
      \.serverNanoseconds, \.reportedNanoseconds, \.estimatedRows, \.unestimatedRows, \.lowNanoUSD,
      \.likelyNanoUSD, \.highNanoUSD,
    ]
  }

  private static func sum(_ left: Int64, _ right: Int64) throws -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw CostOverflow() }
    return sum
  }
}

/// Amounts that add up to more than a sum holds.
struct CostOverflow: Error, CustomStringConvertible {
  /// Whether an engine says so of a sum of its own.
  static func isMeant(by error: StorageError) -> Bool {
    ["integer overflow", "bigint out of range"].contains { error.message.contains($0) }
  }

  var description: String {
    "costs add up to more than 9.2 billion US dollars, which no sum here holds; narrow the report "
      + "with --since, --experiment or another filter, and look for a price that is too high"
  }
}
