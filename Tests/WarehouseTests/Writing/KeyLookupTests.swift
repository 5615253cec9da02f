import Storage
import TestSupport
import Testing

@testable import Warehouse

/// Rows that are looked for many at a time are those that are looked for one by one.
@Suite(.eachBackend) struct KeyLookupTests {
  @Test func `what is there is found once, however many are asked for`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    try await store.database.write { connection in
      for benchmark in 1...3 {
        try connection.execute(
          "INSERT INTO benchmarks (id, name) VALUES ($1, $2)",
          [.integer(benchmark), .text("b\(benchmark)")])
        for question in 0..<150 where question % benchmark == 0 {
          try connection.execute(
            "INSERT INTO questions (benchmark_id, external_id) VALUES ($1, $2)",
            [.integer(benchmark), .text("q\(question)")])
        }
      }
    }
    for seed in SeededRandom.seeds(20) {
      var random = seed
      let asked = (0..<random.int(0...400)).map { _ in
        (benchmark: random.int(1...4), question: random.int(0...199))
      }
      let found = try await store.database.read { connection in
        let lookup = try KeyLookup(
          connection, "questions", key: ["benchmark_id", "external_id"],
          columns: ["benchmark_id", "external_id"])
        var found: Set<String> = []
        try lookup.forEach(
          asked.flatMap { [.integer($0.benchmark), .text("q\($0.question)")] }
        ) { row in found.insert("\(try row.int(0))/\(try row.text(1))") }
        return found
      }
      let expected = asked.filter { $0.benchmark < 4 && $0.question < 150 }
        .filter { $0.question % $0.benchmark == 0 }.map { "\($0.benchmark)/q\($0.question)" }
      #expect(found == Set(expected), "\(seed.testDescription)")
    }
  }

  /// Two spellings of one letter are equal to Swift and not to an engine.
  @Test func `keys are compared by their bytes when a store is copied`() async throws {
    let from = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let to = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let names = ["caf\u{E9}", "cafe\u{301}"]
    for (store, names) in [(from, names), (to, [names[1]])] {
      try await store.database.write { connection in
        for name in names {
          try connection.execute(
            "INSERT INTO experiments (id, name) SELECT coalesce(max(id), 0) + 1, $1 FROM experiments",
            [.text(name)])
        }
      }
    }
    _ = try await from.copy(to: to)
    let found = try await to.database.read { connection in
      try connection.all("SELECT name FROM experiments ORDER BY name") {
        Array(try $0.text(0).utf8)
      }
    }
    #expect(found == names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
