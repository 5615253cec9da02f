internal import Storage
public import Warehouse

/// What the store holds of one kind.
public struct ListReport: Sendable {
  /// What can be listed.
  public enum Kind: String, Sendable, CaseIterable {
    case models, judges, benchmarks, protocols, templates, boards, experiments, runs, sources,
      rejects, statements, prices, budgets
  }

  private let kind: Kind

  /// A list of one kind.
  public init(_ kind: Kind) {
    self.kind = kind
  }

  /// Lists everything of the kind, in order of name or, where it has none, the newest first.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [kind] connection in
      let parameters = [Report.Parameter("kind", .text(kind.rawValue))]
      guard let listing = Listing.of(kind) else {
        return try StatementList(connection).report(parameters)
      }
      let statement = try connection.prepare(connection.dialect.expand(listing.sql))
      var rows: [Report.Row] = []
      try statement.forEach { row in
        rows.append(
          Report.Row(
            try listing.columns.enumerated().map { index, column in
              try Self.cell(row, index, unit: column.unit)
            }))
      }
      return Report(
        name: "list", parameters: parameters,
        columns: listing.columns, sections: [Report.Section(title: "", rows: rows)],
        notes: kind == .budgets && rows.isEmpty
          ? ["No budget is set: `scorehouse budget set month:2026-11 100` sets one."] : [])
    }
  }

  // MARK: - Private

  private static func cell(_ row: borrowing Row, _ index: Int, unit: String?) throws -> Cell {
    switch (try row.value(index), unit) {
    case (.null, _): .null
    case (.integer(let value), "time"): .time(nanoseconds: value)
    case (.integer(let value), "usd"): .usd(nano: value)
    case (.integer(let value), _): .integer(value)
    case (.real(let value), _): .real(value)
    case (.text(let value), _): .text(value)
    case (.bytes(let value), _): Cell(Key(value)?.short)
    case (.digest(let high, let low), _):
      Cell(Key(SQLValue.digestBytes(high: high, low: low))?.short)
    case (.utf8(let value), _): .text(String(decoding: value, as: UTF8.self))
    }
  }
}
