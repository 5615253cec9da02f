import Foundation
import Ingest
import Query
import TestSupport
import Warehouse

/// A store with boards made of rows of figures.
func makeStore(_ rows: [String], more: [(name: String, lines: [String])] = []) async throws -> Store
{
  let folder = try TemporaryFolder.current
  let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
  let header = "model,judge,question_id,turn,score,category,tstamp"
  var paths = [
    try folder.write(Array(([header] + rows).joined(separator: "\n").utf8), to: "scores.csv")
  ]
  for file in more {
    let url = URL(filePath: folder.file(file.name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(file.lines.joined(separator: "\n").utf8).write(to: url)
    paths.append(url.path)
  }
  var options = Importer.Options(person: "tests")
  options.benchmark = "b"
  _ = try await Importer(store).run(paths, options)
  return store
}

extension Report {
  /// Every row, by column.
  var rowsByColumn: [[String: Cell]] {
    sections.flatMap(\.rows).map { row in
      Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), row.cells))
    }
  }

  /// One column of all rows.
  func column(_ name: String) -> [Cell] { rowsByColumn.map { $0[name] ?? .null } }
}
