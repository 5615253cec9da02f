import Foundation
import TestSupport
import Testing

/// The reports over what `Examples/` holds.
@Suite(.eachBackend)
struct ReportCommandTests {
  @Test func `a store that has only imports says how to come by costs and budgets`() throws {
    let folder = try TemporaryFolder.current
    let store = try Backend.current.freshURL()
    _ = try folder.write(
      Array(
        #"{"question_id": 1, "category": "c", "turns": ["what?"]}"#.utf8), to: "question.jsonl")
    _ = try folder.write(
      Array(
        (#"{"question_id": 1, "model": "m", "judge": ["gpt-4", "single-v1"], "user_prompt": "judge this", "#
          + #""judgment": "[[5]]", "score": 5, "turn": 1, "tstamp": 1710000000.5}"#).utf8),
      to: "gpt-4_single.jsonl")
    func run(_ arguments: String...) throws -> Program.Outcome {
      try Program().run(["--store", store] + arguments)
    }
    #expect(
      try run(
        "import", "--benchmark", "b", folder.file("question.jsonl"),
        folder.file("gpt-4_single.jsonl")
      ).status == 0)
    #expect(try run("costs").output.contains("--estimate guesses"))
    #expect(try run("budget").output.contains("budget set"))
    // The prices that come with the program hold, though nothing has written them yet.
    let rows = try run("costs", "--estimate", "--json").json()["rows"] as? [[String: Any]]
    #expect(rows?.first?["estimated_rows"] as? Int == 1)
    #expect(try run("prices", "show", "gpt-4").output.contains("$30.00"))
  }

  @Test func `the examples give the figures of their origin`() throws {
    let rows = try leaderboard(["--benchmark", "pocket_bench", "--mode", "single"])
    #expect(rows.count == 2)
    #expect(rows.map { $0["score"] as? Double } == [1.90625, 1.46875])
    #expect(rows.map { $0["expected"] as? Int } == [32, 32])
    #expect(rows.allSatisfy { $0["partial"] as? Bool == false })
    let pairs = try leaderboard(["--benchmark", "pocket_bench", "--mode", "pairwise"])
    #expect(pairs.map { $0["win"] as? Int } == [6, 4])
    #expect(pairs.map { $0["tie"] as? Int } == [6, 6])
  }

  @Test func `rows carry every key of the contract`() throws {
    let keys = """
      benchmark judge protocol mode board rank model label score n expected failed truncated \
      turn_1 turn_2 se ci_low ci_high group grade answer_set partial
      """
    let row = try #require(try leaderboard(["--mode", "single"]).first)
    #expect(Set(keys.split(separator: " ").map(String.init)).isSubset(of: row.keys))
    let pair = try #require(try leaderboard(["--mode", "pairwise"]).first)
    #expect(
      Set(["win", "loss", "tie", "win_rate", "win_rate_adjusted", "n"]).isSubset(of: pair.keys))
  }

  @Test func `global options stand before or behind the verb`() throws {
    let store = try store()
    let before = try Program().run(["--store", store, "leaderboard", "--csv"])
    let behind = try Program().run(["leaderboard", "--csv", "--store", store])
    #expect(before.status == 0)
    #expect(before.output == behind.output)
    var program = Program()
    program.environment = ["SCOREHOUSE_STORE": store]
    #expect(try program.run(["leaderboard", "--csv"]).output == before.output)
  }

  @Test func `nothing but the result goes to standard output, without escapes in a pipe`() throws {
    let outcome = try Program().run(["--store", try store(), "leaderboard"])
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["help", "import"], ["import", "--help"],
    ["export", "fastchat", "-h"],
    ["--generate-completion-script", "bash"],
  ])
  func `help, version and completions are results`(arguments: [String]) throws {
    let outcome = try Program().run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains(arguments == ["--version"] ? "0." : "scorehouse"))
  }

  @Test func `an unknown verb suggests the nearest`() throws {
    let outcome = try Program().run(["leaderbord"])
    #expect(outcome.status == 64)
    #expect(
      outcome.errors
        == "scorehouse: no verb is called \"leaderbord\"; did you mean \"leaderboard\"?\n")
  }

  @Test func `a name that is like no other says where the names are`() throws {
    let outcome = try Program().run(
      ["--store", try store(), "leaderboard", "--benchmark", "nothing-like-it"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("`scorehouse list benchmarks` shows what there is"))
  }

  @Test func `one of a kind is said in the singular`() throws {
    let folder = try TemporaryFolder.current
    _ = try folder.write(
      Array(#"{"question_id": 1, "turns": ["why?"]}"#.utf8), to: "question.jsonl")
    let store = ["--store", folder.file("one.db")]
    #expect(
      try Program().run(store + ["import", "--benchmark", "b", folder.file("question.jsonl")])
        .status
        == 0)
    #expect(try Program().run(store + ["status"]).output.contains("1 question ·"))
    #expect(try Program().run(store + ["status"]).output.contains("1 source"))
  }

  @Test func `the bare program shows the store and what comes next`() throws {
    let outcome = try Program().run(["--store", try store()])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("next:"))
    let missing = try Program().run(["--store", "no-such-store.db"])
    #expect(missing.status == 0)
    #expect(missing.output.contains("No store at"))
  }

  @Test(arguments: [["--turn", "0"], ["--mode", "double"], ["--json", "--csv"], ["--nonsense"]])
  func `wrong usage is status 64`(options: [String]) throws {
    let outcome = try Program().run(["--store", try store(), "leaderboard"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    "models", "judges", "benchmarks", "protocols", "templates", "boards", "experiments", "runs",
    "sources", "rejects", "statements", "prices", "budgets",
  ])
  func `every kind can be listed`(kind: String) throws {
    let outcome = try Program().run(["--store", try store(), "list", kind, "--json"])
    #expect(outcome.status == 0)
    #expect(try outcome.json()["report"] as? String == "list")
  }

  @Test(arguments: [
    ["question", "pocket_bench:5"], ["answer", "smollm2-135m-instruct-t0:5.1"],
    ["judgment", "smollm2-135m-instruct-t0:5.2"], ["model", "smollm2-135m-instruct-t0"],
    ["judge", "scorehouse-authors"], ["template", "pocket-v1"],
    ["source", "pocket_bench/question.jsonl"],
  ])
  func `every kind can be shown`(arguments: [String]) throws {
    var arguments = arguments
    if arguments[0] == "answer" || arguments[0] == "judgment" {
      arguments += ["--benchmark", "pocket_bench"]
    }
    let outcome = try Program().run(["--store", try store(), "show"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(arguments[1].split(separator: ":")[0]))
  }

  private func leaderboard(_ options: [String]) throws -> [[String: Any]] {
    let outcome = try Program().run(["--store", try store(), "leaderboard", "--json"] + options)
    return try outcome.json()["rows"] as? [[String: Any]] ?? []
  }

  private func store() throws -> String { try ExampleStore.path.get() }
}
