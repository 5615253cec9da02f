/// An amount that a provider bills for a day.
public struct InvoiceLine: Sendable, Hashable {
  /// Days since 1970, UTC.
  public let day: Int64
  /// As the ledger calls it.
  public let provider: String
  /// The names the project has; empty: the invoice is not told by project.
  public let projects: [String]
  /// nil: the invoice is not told by model.
  public let model: String?
  /// What is billed, in the provider's words.
  public let item: String?
  /// Negative for a credit.
  public let nanoUSD: Int64
  /// Half of the last digit that the amount is given with, in nano-USD; 0: below that.
  public let roundingNanoUSD: Int64

  /// A line.
  public init(
    day: Int64, provider: String, projects: [String], model: String?, item: String?,
    nanoUSD: Int64, roundingNanoUSD: Int64
  ) {
    self.day = day
    self.provider = provider
    self.projects = projects
    self.model = model
    self.item = item
    self.nanoUSD = nanoUSD
    self.roundingNanoUSD = roundingNanoUSD
  }

  /// The day, `2026-11-25`.
  public var dayText: String { Self.text(ofDay: day) }

  /// A day, `2026-11-25`.
  public static func text(ofDay day: Int64) -> String {
    String(Timestamp(nanoseconds: day * dayNanoseconds).rfc3339.prefix("2026-01-31".count))
  }

  /// A day.
  public static let dayNanoseconds: Int64 = 86_400_000_000_000
}

/// What a provider bills for some days.
public struct Invoice: Sendable {
  /// Amounts; a day may have none.
  public private(set) var lines: [InvoiceLine] = []
  /// The days that it covers, since 1970, by provider.
  public private(set) var days: [String: Set<Int64>] = [:]
  /// What a person should know of it.
  public var notes: [String] = []

  /// An empty one.
  public init() {}

  /// Adds a line, and the day it is of.
  public mutating func add(_ line: InvoiceLine) {
    lines.append(line)
    cover(line.day, provider: line.provider)
  }

  /// Says that a day is covered, whether or not anything is billed for it.
  public mutating func cover(_ day: Int64, provider: String) {
    days[provider, default: []].insert(day)
  }

  /// Adds another file of the same invoice.
  ///
  /// - Returns: a line that both have, if one is: then it would count twice.
  public mutating func merge(_ other: Invoice) -> InvoiceLine? {
    let known = Set(lines.map(Self.place))
    if let twice = other.lines.first(where: { known.contains(Self.place($0)) }) { return twice }
    lines += other.lines
    notes += other.notes
    days.merge(other.days) { $0.union($1) }
    return nil
  }

  private static func place(_ line: InvoiceLine) -> [String?] {
    [line.dayText, line.provider, line.projects.first, line.model, line.item]
  }
}
