public import Warehouse

/// Every call with all that its digest covers, and the heads of the chains.
public struct LedgerReport: Sendable {
  private let experiment: String?

  /// The calls of an experiment; nil: of all.
  public init(experiment: String?) {
    self.experiment = experiment
  }

  /// Reads the ledger.
  ///
  /// - Complexity: O(calls).
  public func run(on store: Store) async throws -> Report {
    let ledger = try await store.ledger(experiment: experiment)
    return Report(
      name: "ledger",
      parameters: [Report.Parameter("experiment", Cell(experiment))],
      columns: LedgerExport.columns.map { Report.Column($0) },
      sections: [
        Report.Section(
          title: "", rows: ledger.lines.map { Report.Row($0.values.map(Self.cell)) })
      ])
  }

  private static func cell(_ value: LedgerExport.Value) -> Cell {
    switch value {
    case .null: .null
    case .integer(let integer): .integer(integer)
    case .text(let text): .text(text)
    }
  }
}
