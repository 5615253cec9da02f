import Foundation
import TestSupport
import Testing

/// `compare`, `diff`, `sql` and published scores as a person meets them.
@Suite(.eachBackend)
struct ComparisonCommandTests {
  private static let pair = ["smollm2-135m-instruct-t0", "smollm2-135m-instruct-t1"]

  @Test func `compare says the difference in words and figures`() throws {
    let outcome = try run(["compare"] + Self.pair + ["--mode", "single"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("t0 scores 0.44 higher than smollm2-135m-instruct-t1 on 16"))
    let rows = try rows(["compare"] + Self.pair + ["--mode", "single"])
    #expect(rows.count == 11)
    #expect(rows[0]["delta"] as? Double == 0.4375)
    let error = try #require(rows[0]["se"] as? Double)
    #expect((error - 0.2809025631780529).magnitude < 1e-9)
    #expect(outcome.output.contains("The difference may be chance"))
  }

  @Test func `models without a board in common are status 2 with one line`() throws {
    for verb in ["compare", "diff"] {
      let outcome = try run([verb, Self.pair[0], "phi-3-dpo"])
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("benchmark (pocket_bench, mt_bench)"))
    }
  }

  @Test(arguments: [
    ["compare"], ["compare", "phi-3-dpo"], ["compare", "phi-3-dpo", "phi-3-dpo"],
    ["compare", "phi-3-dpo", "mistral-orpoo"], ["diff", "phi-3-dpo"],
    ["diff", "phi-3-dpo", "phi-3-dpo"], ["diff", "phi-3-dpo", "mistral-orpo", "--limit", "0"],
    ["compare", "phi-3-dpo", "mistral-orpo", "--baseline", "x"],
    ["sql", "SELECT 1", "--limit", "0"],
    ["sql", "SELECT 1", "--timeout", "0"], ["sql", "SELECT 1", "--timeout", "inf"],
    ["sql", "DELETE FROM models"], ["sql", "SELEC 1"], ["sql", "SELECT 1; SELECT 2"],
    ["sql", "SELECT * FROM modles"], ["sql"],
  ])
  func `wrong usage is status 64`(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `diff shows people five of each board and machines all`() throws {
    let options = Self.pair + ["--mode", "single"]
    let table = try run(["diff"] + options)
    #expect(table.status == 0)
    #expect(table.output.contains("27 more comparisons are not shown"))
    #expect(table.output.contains("│ answer"))
    #expect(try rows(["diff"] + options).count == 32)
    #expect(try rows(["diff"] + options + ["--limit", "3"]).count == 3)
    let question = try rows(["diff"] + options + ["--question", "5"])
    #expect(question.map { $0["question"] as? String } == ["5", "5"])
    #expect(question.allSatisfy { $0["answer_a"] is String && $0["judgment_b"] is String })
  }

  @Test func `sql reads standard input where no statement is given`() throws {
    let store = try ExampleStore.path.get()
    for argument in ["", "-"] {
      let outcome = try Program.shell(
        "echo 'SELECT 1 AS one' | \"$0\" --store \"$1\" sql --csv $2",
        [Program.path, store, argument])
      #expect(outcome.output == "one\n1\n")
    }
    let bad = try Program.shell(
      "printf 'SELECT \\377' | \"$0\" --store \"$1\" sql", [Program.path, store])
    #expect(bad.status == 64)
    #expect(bad.errors.contains("UTF-8"))
  }

  @Test func `sql that runs too long is status 1 with one line`() throws {
    let sql =
      "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
    let outcome = try run(["sql", sql, "--timeout", "0.05"])
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("--timeout"))
  }

  /// A file shows every byte that changes; for a server `SQLReportTests` compares contents.
  @Test func `sql writes nothing, whatever it is asked`() throws {
    guard Backend.current == .sqlite else { return }
    let folder = try TemporaryFolder.current
    let store = folder.file("copy.db")
    try FileManager.default.copyItem(atPath: try ExampleStore.path.get(), toPath: store)
    let before = try TemporaryFolder.bytes(of: store)
    for sql in [
      "INSERT INTO benchmarks (name) VALUES ('x')", "DROP TABLE models",
      "ATTACH '\(folder.file("x.db"))' AS x", "VACUUM INTO '\(folder.file("y.db"))'",
      "PRAGMA writable_schema = 1", "SELECT load_extension('x')",
      "SELECT 1; DELETE FROM models", "DELETE FROM models RETURNING name",
    ] {
      let outcome = try Program().run(["--store", store, "sql", sql])
      #expect(outcome.status == 64, "\(sql): \(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
    }
    #expect(try TemporaryFolder.bytes(of: store) == before)
    #expect(try folder.names().allSatisfy { $0.hasPrefix("copy.db") })
  }

  @Test func `published scores are marked in every format`() throws {
    let options = ["leaderboard", "--published", "--benchmark", "mt_bench"]
    let all = try rows(options)
    let published = all.filter { $0["board"] as? String == "published" }
    #expect(published.count == 88)
    #expect(published.allSatisfy { $0["rank"] is NSNull && $0["source"] is String })
    #expect(all.count == published.count + 9)
    #expect(try run(options).output.contains("mt_bench · judged by gpt-4 · published\n"))
    #expect(try run(["categories"] + options.dropFirst()).output.contains("gpt-3.5-turbo"))
    #expect(
      try run(["leaderboard", "--benchmark", "mt_bench"]).output.contains("published") == false)
  }

  private func rows(_ arguments: [String]) throws -> [[String: Any]] {
    try run(arguments + ["--json"]).json()["rows"] as? [[String: Any]] ?? []
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program().run(["--store", try ExampleStore.path.get()] + arguments)
  }
}
