import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Warehouse

/// Runs of the program that are killed, that share their work, and that keep a secret.
@Suite(.eachBackend, .serialized)
struct KilledRunTests {
  private static let questions = 500
  private static let parallel = 16
  /// `SCOREHOUSE_KILLS` asks for more.
  private static let kills =
    ProcessInfo.processInfo.environment["SCOREHOUSE_KILLS"].flatMap { Int($0) } ?? 5

  @Test(.timeLimit(.minutes(30)))
  func `a run that is killed again and again buys nothing twice that was noted`() async throws {
    let server = try JudgeServer { _, number in .text("[[\(number % 9 + 1)]]") }
    let store = try makeStore()
    var random = SeededRandom.seeds(1)[0]
    var kills = 0
    for round in 0..<Self.kills {
      let arguments = round == 0 ? judge(server) : ["--quiet", "resume"]
      // More kills come sooner, so that the run is not over before them.
      let longest = max(5, 300 / Self.kills)
      let wasRunning = try Program().runAndKill(
        ["--store", store] + arguments, after: 0.2 + Double(random.int(0...longest)) / 100)
      kills += wasRunning ? 1 : 0
    }
    #expect(kills > 0)
    let outcome = try Program().run(["--store", store, "--quiet"] + judge(server))
    #expect(outcome.status == 0, "\(outcome.errors)")
    let items = 2 * Self.questions
    // The calls that were under way at each kill may be sent again.
    #expect(server.requests >= items)
    #expect(server.requests <= items + kills * Self.parallel)
    let counts = try await integers(
      store,
      """
      SELECT (SELECT count(*) FROM judgments), (SELECT count(*) FROM work_items WHERE state = 'done'),
        (SELECT count(*) FROM (SELECT DISTINCT question_id, turn FROM judgments) x),
        (SELECT count(*) FROM call_attempts), (SELECT count(*) FROM calls),
        (SELECT count(*) FROM runs WHERE kind = 'judge')
      """, 6)
    #expect(counts[0...2] == [items, items, items])
    // Every call that was sent stands in the ledger, and every attempt has come to an end.
    #expect(counts[3] == counts[4])
    #expect(counts[4] >= server.requests)
    // A kill before anything was planned leaves a run without items, which nothing goes on with.
    #expect((1...2).contains(counts[5]))
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  @Test(.timeLimit(.minutes(10)))
  func `four processes share a run and a budget`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try makeStore()
    let price = [
      "prices", "set", "j", "--input", "100", "--output", "100", "--valid-from", "2026-01-01",
    ]
    #expect(try Program().run(["--store", store] + price).status == 0)
    // A call costs 0.011 dollars, and there is a dollar: 90 of a thousand.
    #expect(
      try Program().run(["--store", store, "budget", "set", "experiment:x", "1"]).status == 0)
    let arguments =
      ["--store", store, "--quiet"] + judge(server) + ["--experiment", "x", "--max-tokens", "100"]
    let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
      group.addTask { try Program().run(arguments).status }
      // The others come when the run is there.
      try await Task.sleep(for: .seconds(1))
      for _ in 0..<3 { group.addTask { try Program().run(arguments).status } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == [3, 3, 3, 3])
    let money = try await integers(
      store, "SELECT spent_nano_usd, reserved_nano_usd, cap_nano_usd FROM budgets", 3)
    #expect(money[0] <= 1_000_000_000)
    #expect(money[0] > 900_000_000)
    #expect(money[1] == 0)
    #expect(server.requests == money[0] / 11_000_000)
  }

  @Test(.timeLimit(.minutes(10)))
  func `what a worker held that died is asked by those who are left`() async throws {
    // Answers stay away until the first worker is dead, so that it dies with items in its hands.
    let death = Death()
    let server = try JudgeServer { _, number in
      while number > 100, !death.isThere.load(ordering: .acquiring) { usleep(1_000) }
      return .text("[[5]]")
    }
    let store = try makeStore()
    let arguments = ["--store", store, "--quiet"] + judge(server)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        let wasRunning = try Program().runAndKill(arguments, after: 4)
        #expect(wasRunning)
        death.isThere.store(true, ordering: .releasing)
      }
      // The others come when the run has items.
      while try await integers(store, "SELECT count(*) FROM work_items", 1) == [0] {
        try await Task.sleep(for: .milliseconds(20))
      }
      for _ in 0..<2 {
        group.addTask {
          let outcome = try Program().run(arguments)
          // They may not know yet that the first is gone, and leave what it held.
          #expect([0, 3].contains(outcome.status), "\(outcome.errors)")
        }
      }
      try await group.waitForAll()
    }
    let last = try Program().run(arguments)
    #expect(last.status == 0, "\(last.errors)")
    let items = 2 * Self.questions
    let counts = try await integers(
      store,
      """
      SELECT (SELECT count(*) FROM judgments), (SELECT count(*) FROM work_items WHERE state = 'done'),
        (SELECT count(*) FROM work_items), (SELECT count(DISTINCT worker) FROM calls)
      """, 4)
    #expect(counts[0...2] == [items, items, items])
    #expect(counts[3] >= 2)
    #expect(server.requests <= items + Self.parallel)
    #expect(try Program().run(["--store", store, "verify"]).status == 0)
  }

  @Test func `a key is in no output, no argument and no file`() throws {
    let key = "sk-secret-9876543210"
    let server = try JudgeServer { _, _ in .status(401, #"{"error":{"message":"no: \#(key)"}}"#) }
    let store = try makeStore()
    var program = Program()
    program.environment = ["SCOREHOUSE_TEST_KEY_D": key]
    let outcome = try program.run(
      ["--store", store, "--verbose"] + judge(server) + ["--api-key-env", "SCOREHOUSE_TEST_KEY_D"])
    #expect(outcome.status == 3)
    #expect(!outcome.errors.contains(key))
    #expect(!outcome.output.contains(key))
    #expect(server.server.requests.first?.head.contains(key) == true)
    for name in try TemporaryFolder.current.names() {
      let bytes = try TemporaryFolder.bytes(of: try TemporaryFolder.current.file(name))
      #expect(Data(bytes).range(of: Data(key.utf8)) == nil)
    }
  }

  // MARK: - Private

  private func judge(_ server: JudgeServer) -> [String] {
    [
      "judge", "--judge", "j", "--endpoint", server.endpoint, "--model", "tested", "--parallel",
      "\(Self.parallel)", "--yes",
    ]
  }

  /// A store with a model's answers to many questions.
  private func makeStore() throws -> String {
    let folder = try TemporaryFolder.current
    let questions = (1...Self.questions).map { number in
      #"{"question_id": \#(number), "category": "writing", "turns": ["first \#(number)", "second \#(number)"]}"#
    }
    let answers = (1...Self.questions).map { number in
      #"{"question_id": \#(number), "answer_id": "a\#(number)", "model_id": "m", "choices": [{"index": 0, "turns": ["one \#(number)", "two \#(number)"]}], "tstamp": 1.5}"#
    }
    let paths = [
      try folder.write(Array(questions.joined(separator: "\n").utf8), to: "question.jsonl"),
      try folder.write(Array(answers.joined(separator: "\n").utf8), to: "tested.jsonl"),
    ]
    let store = try Backend.current.freshURL()
    let outcome = try Program().run(["--store", store, "import", "--benchmark", "b"] + paths)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return store
  }

  private func integers(_ store: String, _ sql: String, _ count: Int) async throws -> [Int] {
    let database = try Database(StoreURL(store).databaseURL, access: .readOnly)
    return try await database.read { connection in
      try connection.first(sql) { row in
        var values: [Int] = []
        for column in 0..<count { values.append(try row.int(column)) }
        return values
      } ?? []
    }
  }
}

/// Whether a worker is dead by now.
private final class Death: Sendable {
  let isThere = Atomic(false)
}
