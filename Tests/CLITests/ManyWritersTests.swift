import Foundation
import TestSupport
import Testing
import Warehouse

/// Several processes write one store at once, and it holds what one after the other would give.
@Suite(.eachBackend)
struct ManyWritersTests {
  @Test(.timeLimit(.minutes(10)))
  func `eight processes import overlapping files as one would`() async throws {
    let paths = try Self.files()
    let store = try Backend.current.freshURL()
    try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
      for writer in 0..<8 {
        // Each begins with another file, and shares most with the others.
        let own = (0..<5).map { paths[(writer + $0) % paths.count] }
        group.addTask { try Program().run(["--store", store, "import"] + own) }
      }
      for try await outcome in group { #expect(outcome.status == 0, "\(outcome.errors)") }
    }
    let serial = try TemporaryFolder.current.freshFile(ending: "db")
    for path in paths {
      #expect(try Program().run(["--store", serial, "import", path]).status == 0)
    }
    let (found, expected) = try await (digests(store), digests(serial))
    #expect(found == expected)
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  private func digests(_ store: String) async throws -> [TableDigest] {
    try await Store.open(StoreURL(store), access: .readOnly).contentDigest()
  }

  /// Eight files of two models each; every second row stands in two files.
  private static func files() throws -> [String] {
    try (0..<8).map { number in
      let lines = (0..<200).map { row in
        let isShared = row.isMultiple(of: 2)
        return DamagedFile.judgment(
          question: isShared ? row : number * 1_000 + row, score: row % 10 + 1)
      }
      let name = "b/model_judgment/j\(number)_single.jsonl"
      try write(Array((lines.joined(separator: "\n") + "\n").utf8), to: name)
      return try TemporaryFolder.current.file(name)
    }
  }
}
