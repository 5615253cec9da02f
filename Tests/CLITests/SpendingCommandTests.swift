import Foundation
import Synchronization
import TestSupport
import Testing

/// `judge`, `resume` and `budget` as a person meets them.
@Suite(.temporaryFolder) struct SpendingCommandTests {
  /// The program in the test's folder, with a model's answers to a few questions in its store.
  private func programWithAnswers(questions count: Int = 2) throws -> Program {
    let folder = try TemporaryFolder.current
    let questions = (1...count).map {
      #"{"question_id": \#($0), "category": "writing", "turns": ["first \#($0)"]}"#
    }
    let answers = (1...count).map {
      #"{"question_id": \#($0), "answer_id": "a\#($0)", "model_id": "m", "choices": [{"index": 0, "turns": ["one \#($0)"]}], "tstamp": 1.5}"#
    }
    _ = try folder.write(Array(questions.joined(separator: "\n").utf8), to: "question.jsonl")
    _ = try folder.write(Array(answers.joined(separator: "\n").utf8), to: "m.jsonl")
    var program = Program()
    program.folder = folder.path
    let outcome = try program.run(["import", "--benchmark", "b", "question.jsonl", "m.jsonl"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return program
  }

  /// Gives a million tokens a price in dollars.
  private func setPrice(_ dollars: String, _ program: Program) throws {
    let outcome = try program.run([
      "prices", "set", "j", "--input", dollars, "--output", dollars, "--valid-from", "2026-01-01",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func judge(_ server: JudgeServer) -> [String] {
    ["judge", "--judge", "j", "--endpoint", server.endpoint, "--model", "m", "--parallel", "1"]
  }

  @Test(arguments: [
    ["generate", "--model", "m"], ["judge", "--judge", "j", "--model", "m"],
    ["eval", "--model", "m", "--judge", "j"], ["budget", "set", "experiment:x", "1"], ["resume"],
  ])
  func `a store whose name is mistyped is not made`(arguments: [String]) throws {
    var program = Program()
    program.folder = try TemporaryFolder.current.path
    let outcome = try program.run(["--store", "wherehouse.db"] + arguments)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("scorehouse: wherehouse.db: no store here: "))
    #expect(try TemporaryFolder.current.names() == [])
  }

  @Test func `a report takes no store's place, and one that cannot be made is told before`() throws
  {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers()
    for arguments in [judge(server) + ["--yes"], ["list", "models"]] {
      let outcome = try program.run(arguments + ["--format", "csv", "-o", "scorehouse.db"])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("it is a database; name another file"))
    }
    for shape in [["--columns", "model,scor"], ["--order", "-foo"]] {
      let outcome = try program.run(judge(server) + ["--yes"] + shape)
      #expect(outcome.status == 64)
    }
    #expect(server.requests == 0)
    #expect(try program.run(["list", "models"]).status == 0)
  }

  @Test func `a key in place of its variable is neither kept nor repeated`() throws {
    let program = try programWithAnswers()
    let key = "sk-proj-0123456789"
    let outcome = try program.run([
      "judge", "--judge", "j", "--model", "m", "--yes", "--api-key-env", key,
    ])
    #expect(outcome.status != 0)
    #expect(!outcome.errors.contains(key))
    let missing = try program.run([
      "judge", "--judge", "j", "--model", "m", "--yes", "--api-key-env", "SCOREHOUSE_NO_SUCH_KEY",
    ])
    #expect(missing.status != 0)
    #expect(!(try program.run(["list", "runs", "--json"]).output.contains(#""judge""#)))
    let bytes = try TemporaryFolder.bytes(of: try TemporaryFolder.current.file("scorehouse.db"))
    #expect(Data(bytes).range(of: Data(key.utf8)) == nil)
  }

  @Test func `a run that is excluded is not gone on with`() throws {
    let server = try JudgeServer { _, _ in .status(400, "{}") }
    let program = try programWithAnswers()
    let outcome = try program.run(judge(server) + ["--yes", "--json"])
    let rows = try #require(try outcome.json()["rows"] as? [[String: Any]])
    let run = try #require(rows.first?["run"] as? String)
    let asked = server.requests
    #expect(try program.run(["exclude", "run", run, "--reason", "wrong"]).status == 0)
    #expect(try program.run(["resume"]).errors.contains("no run is left unfinished"))
    #expect(server.requests == asked)
  }

  @Test(arguments: ["nowhere/report.json", "."])
  func `a report that cannot be written is told before anything is sent`(path: String) throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers()
    let outcome = try program.run(judge(server) + ["--yes", "--format", "json", "-o", path])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("\(path): the report cannot be written: "))
    #expect(server.requests == 0)
    let written = try program.run(judge(server) + ["--yes", "-o", "report.json"])
    #expect(written.status == 0, "\(written.errors)")
    let names = try TemporaryFolder.current.names().filter { $0.hasPrefix("report") }
    #expect(names == ["report.json"])
  }

  @Test func `what calls without a price have cost is not known`() throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers()
    let outcome = try program.run(judge(server) + ["--yes", "--json"])
    let rows = try #require(try outcome.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["calls"] as? Int } == [2])
    #expect(rows.allSatisfy { $0["cost_usd"] is NSNull })
  }

  @Test func `a pairing is named in full`() throws {
    let outcome = try Program().run(["judge", "--judge", "j", "--mode", "pairwise"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("pairwise-baseline"))
    #expect(outcome.errors.contains("pairwise-all"))
  }

  @Test func `another version is told with what goes on all the same`() throws {
    let server = try JudgeServer { _, number in
      .text("[[5]]", model: number == 1 ? "j-1" : "j-2")
    }
    let program = try programWithAnswers(questions: 4)
    let outcome = try program.run(judge(server) + ["--yes", "--json"])
    #expect(outcome.status == 2)
    let rows = try #require(try outcome.json()["rows"] as? [[String: Any]])
    let run = try #require(rows.first?["run"] as? String)
    #expect(
      outcome.errors.hasSuffix(
        """
        scorehouse: j was j-1 and now answers as j-2: another version counts as another model
        scorehouse: `scorehouse resume \(run) --allow-drift` goes on all the same

        """))
    #expect(server.requests == 2)
    #expect(try program.run(["resume", run]).status == 2)
    #expect(server.requests == 2)
    let all = try program.run(["resume", run, "--allow-drift"])
    #expect(all.status == 0, "\(all.errors)")
    #expect(server.requests == 4)
    let again = try program.run(["resume"])
    #expect(again.status == 0)
    #expect(again.errors.contains("no run is left unfinished; the boards of the newest, \(run), "))
    #expect(server.requests == 4)
  }

  @Test func `the same work goes on under another budget and at another pace`() throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers()
    try setPrice("1000", program)
    let judge = judge(server) + ["--yes", "--json", "--max-tokens", "10"]
    // The two calls cost 0.11 dollars each, and may cost more before they are made.
    let outcome = try program.run(judge + ["--budget", "0.01"])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("of $0.01 does not hold the next call"))
    #expect(server.requests == 0)
    let again = try program.run(judge + ["--budget", "5", "--rpm", "1000"])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("goes on with run "))
    #expect(server.requests == 2)
    let runs = try program.run(["list", "runs", "--json"]).output
    #expect(runs.components(separatedBy: #""judge""#).count == 2)
    #expect(try program.run(["budget", "list", "--json"]).output.contains("5.000000000"))
  }

  @Test func `the last budget that a command names is the run's`() throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers(questions: 6)
    try setPrice("1000", program)
    let judge = judge(server) + ["--yes", "--max-tokens", "10"]
    // A call costs 0.11 dollars, and may cost some 0.7.
    #expect(try program.run(judge + ["--budget", "1"]).status == 3)
    let asked = server.requests
    #expect((1...5).contains(asked))
    #expect(try program.run(["budget", "list", "--json"]).output.contains("1.000000000"))
    #expect(try program.run(judge + ["--budget", "0.8"]).status != 0)
    #expect(try program.run(["budget", "list", "--json"]).output.contains("0.800000000"))
    let below = try program.run(judge + ["--budget", "0.01"])
    #expect(below.status == 1)
    #expect(below.errors.contains("of $0.01 is used up; --budget raises it"))
    #expect(server.requests == asked)
    #expect(try program.run(judge + ["--budget", "9"]).status == 0)
    #expect(server.requests == 6)
  }

  @Test func `a run's budget is set by the first digits of its digest`() throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let program = try programWithAnswers()
    try setPrice("1", program)
    let outcome = try program.run(judge(server) + ["--yes", "--json", "--max-tokens", "10"])
    let rows = try #require(try outcome.json()["rows"] as? [[String: Any]])
    let run = try #require(rows.first?["run"] as? String)
    let set = try program.run(["budget", "set", "run:\(run.prefix(6))", "0.01"])
    #expect(set.errors.hasPrefix("run:\(run)"))
    let budgets = try program.run(["budget", "list", "--json"]).output
    #expect(budgets.contains(#""run:\#(run)"#))
    #expect(budgets.contains("0.000220000"))
    let unknown = try program.run(["budget", "set", "run:0000000000", "1"])
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("no run begins with \"0000000000\""))
    #expect(try program.run(["budget", "set", "run:abc", "1"]).status == 64)
  }
}
