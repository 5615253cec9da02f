import Foundation
import TestSupport
import Testing

/// What people state, as they state it.
@Suite(.eachBackend)
struct StatementCommandTests {
  @Test func `the answer set that a finding names is excluded once, never the other`() throws {
    let store = try twoSets()
    let command = ["exclude", "set", "m@1", "--reason", "answered anew"]
    #expect(try run(store, ["doctor"]).output.contains("scorehouse exclude set m@1"))
    #expect(try run(store, command).status == 0)
    #expect(try score(store) == 8)
    // What is left is counted anew: the same words would mean the newer set.
    let again = try run(store, command)
    #expect(again.status == 64)
    #expect(again.errors.contains("there is no answer set m@1 beside others"))
    #expect(try score(store) == 8)
    #expect(try !run(store, ["doctor"]).output.contains("answer_sets"))
  }

  @Test func `what one command stated is one row, and taken back by one command`() throws {
    let store = try twoSets()
    #expect(try run(store, ["exclude", "set", "m@1", "--reason", "r"]).status == 0)
    let listed = try rows(store, ["list", "statements"])
    #expect(listed.count == 1)
    #expect(listed[0]["targets"] as? Int == 3)
    let digest = try #require(listed[0]["digest"] as? String)
    #expect(try run(store, ["undo", digest, "--reason", "no"]).status == 0)
    #expect(try rows(store, ["history", "m"]).count == 2)
    let twice = try run(store, ["undo", digest, "--reason", "no"])
    #expect(twice.status == 1)
    #expect(twice.errorLines.count == 1)
    let causes = try rows(store, ["log", "m"]).map { $0["cause"] as? String }
    #expect(causes == ["import", "import"], "the older set never counted")
  }

  @Test func `a file that is retracted stops counting until it is taken back`() throws {
    let store = try twoSets()
    let retract = ["retract", "second_single.jsonl", "--reason", "wrong template"]
    #expect(try run(store, retract).status == 0)
    #expect(try score(store) == 2)
    let twice = try run(store, retract)
    #expect(twice.status == 1)
    #expect(twice.errorLines.count == 1)
    #expect(twice.errors.contains("stated already"))
    let log = try rows(store, ["log", "m"])
    #expect(log.map { $0["cause"] as? String } == ["import", "import", "retract"])
    #expect(log.last?["reason"] as? String == "wrong template")
    #expect(log.last?["delta"] as? Double == -6)
    let digest = try #require(try rows(store, ["list", "statements"])[0]["digest"] as? String)
    #expect(try run(store, ["undo", digest, "--reason", "right after all"]).status == 0)
    #expect(try score(store) == 8)
  }

  @Test func `a corrected score moves the board, the views and nothing in the file`() throws {
    let store = try twoSets()
    let correct = ["correct", "judgment", "m:1.1", "--reason", "misread"]
    let ambiguous = try run(store, correct + ["score=5"])
    #expect(ambiguous.status == 64)
    #expect(ambiguous.errors.contains("several judgments"))
    let record = try #require(
      try rows(
        store, ["sql", "SELECT record FROM v_judgments WHERE question_id = '1' AND score = 8"])[0][
          "record"] as? String)
    #expect(
      try run(store, ["correct", "record", record, "score=5", "--reason", "misread"]).status == 0)
    #expect(try score(store) == 7)
    let view = try rows(store, ["sql", "SELECT score, n FROM v_leaderboard WHERE model = 'm'"])
    #expect(view[0]["score"] as? Double == 7)
    #expect(try run(store, ["verify"]).status == 0)
  }

  @Test(
    arguments: [
      (["correct", "record", "ffff", "score=1", "--reason", "r"], 64),
      (["correct", "judge", "j", "scale=1", "--reason", "r"], 64),
      (["correct", "judge", "j", "scal=1..5", "--reason", "r"], 64),
      (["exclude", "model", "nobody", "--reason", "r"], 64),
      (["exclude", "model", "m", "--reason", " "], 64), (["exclude", "model", "m"], 64),
      (["models", "same", "m", "m", "--reason", "r"], 1), (["undo", "ffff", "--reason", "r"], 64),
      (["retract", "nothing.jsonl", "--reason", "r"], 64),
      (["retract", "single.jsonl", "--reason", "r"], 64),
    ] as [([String], Int32)])
  func `what cannot be stated is one line, and nothing is`(
    arguments: [String], status: Int32
  ) throws {
    let store = try twoSets()
    let outcome = try run(store, arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(try rows(store, ["list", "statements"]).isEmpty)
  }

  @Test func `an import tells what it brought into doubt, and counts the rest`() throws {
    let store = try twoSets()
    let path = try TemporaryFolder.current.write(
      Array("model,judge,question_id,turn,score\nM,other,1,1,5\n".utf8), to: "more.csv")
    let outcome = try Program().run(
      ["--store", store, "import", path, "--benchmark", "b", "--json"])
    let notes = try #require(try outcome.json()["notes"] as? [String])
    #expect(notes.contains { $0.contains("M and m look like one model") })
    #expect(!notes.contains { $0.contains("answer sets") })
    #expect(notes.last?.contains("scorehouse doctor") == true)
  }

  // MARK: - Private

  private func run(_ store: String, _ arguments: [String]) throws -> Program.Outcome {
    try Program().run(["--store", store] + arguments)
  }

  private func rows(_ store: String, _ arguments: [String]) throws -> [[String: Any]] {
    try run(store, arguments + ["--json"]).json()["rows"] as? [[String: Any]] ?? []
  }

  private func score(_ store: String) throws -> Double? {
    try rows(store, ["leaderboard", "--model", "m"]).first?["score"] as? Double
  }

  /// A model that was answered twice and scored 2, then 8, on three questions.
  private func twoSets() throws -> String {
    let folder = try TemporaryFolder.current
    let store = try Backend.current.freshURL()
    for (name, score, time) in [("first", 2, 100), ("second", 8, 200)] {
      let lines = (1...3).map { question in
        #"{"question_id": \#(question), "model": "m", "judge": ["j", "single-v1"], "user_prompt": "\#(name) \#(question)", "judgment": "so", "score": \#(score), "turn": 1, "tstamp": \#(time).5}"#
      }
      let path = try folder.write(
        Array((lines.joined(separator: "\n") + "\n").utf8), to: "\(name)_single.jsonl")
      let outcome = try run(store, ["import", path, "--benchmark", "b"])
      #expect(outcome.status == 0)
    }
    return store
  }
}
