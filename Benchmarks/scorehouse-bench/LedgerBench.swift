import Foundation

/// What calls cost, over a million of them, and while a run is under way.
struct LedgerBench {
  let folder: URL
  let programs: Programs

  private static let calls = 1_000_000

  func run() throws {
    print("\ncosts over \(Self.calls) calls")
    let store = folder.appending(path: "ledger.db").path
    line("making them", try Measured.run(programs.ledger, [store, "\(Self.calls)"]))
    for by in ["experiment", "model,month"] {
      line("costs --by \(by)", try costs(store, by: by))
    }
    _ = try Measured.run(programs.ledger, [store, "0", "open"])
    line("with a run of 4000 under way", try costs(store, by: "experiment"))
  }

  private func costs(_ store: String, by: String) throws -> Measured {
    try Measured.median(of: 15, programs.scorehouse, ["--store", store, "costs", "--by", by])
  }
}
