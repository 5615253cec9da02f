import Foundation
import Ingest
import Query
import TestSupport
import Warehouse

/// A new store on the engine of the running test.
func makeStore() async throws -> Store {
  try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
}

extension Store {
  /// Imports paths as a person of the tests.
  @discardableResult
  func importing(_ paths: [String], benchmark: String? = nil) async throws -> ImportSummary {
    var options = Importer.Options(person: "tests")
    options.benchmark = benchmark
    return try await Importer(self).run(paths, options)
  }

  /// The leaderboard's rows, by column.
  func leaderboard(_ change: (inout BoardQuery) -> Void = { _ in }) async throws -> [[String: Cell]]
  {
    var query = BoardQuery()
    change(&query)
    return try await LeaderboardReport(query).run(on: self).rowsByColumn
  }
}

extension Report {
  /// Every row of every section, by column.
  var rowsByColumn: [[String: Cell]] {
    sections.flatMap(\.rows).map { row in
      Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), row.cells))
    }
  }
}

extension Cell {
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }

  var string: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// Writes lines to a file of the test's folder, made with the folders above it.
@discardableResult
func write(_ lines: [String], to name: String, ending: String = "\n") throws -> String {
  let path = try TemporaryFolder.current.file(name)
  let url = URL(filePath: path)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data((lines.joined(separator: "\n") + ending).utf8).write(to: url)
  return path
}

/// Waits until the clock of files has gone on, so that a later change of one shows.
func letFileClockPass() async throws {
  try await Task.sleep(for: .milliseconds(50))
}
