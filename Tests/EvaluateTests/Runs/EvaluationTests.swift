import Query
import Storage
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// Whole runs against a server on this machine.
@Suite(.eachBackend) struct EvaluationTests {
  @Test func `a conversation goes on with what was answered, and is not asked for twice`()
    async throws
  {
    let server = try JudgeServer { body, _ in
      .text(body.contains("second") ? "reply two" : "reply one")
    }
    let store = try await EvaluationStore.make()
    let settings = EvaluationStore.generation(server.endpoint)
    let summary = try await store.run(settings)
    #expect(summary.stop == nil)
    #expect(summary.parts.map(\.tally.done) == [6])
    let second = server.server.requests.map { String(decoding: $0.body, as: UTF8.self) }
      .filter { $0.contains("second") }
    #expect(second.count == 3)
    #expect(second.allSatisfy { $0.contains("reply one") && $0.contains("\"temperature\":0.7") })
    #expect(
      try await store.texts(
        """
        SELECT t.content || ' ' || a.turn || ' ' || count(*) FROM answers a
        JOIN texts t ON t.id = a.text_id GROUP BY 1, a.turn ORDER BY a.turn
        """.replacing("GROUP BY 1, a.turn", with: "GROUP BY t.content, a.turn"))
        == ["reply one 1 3", "reply two 2 3"])
    let again = try await store.run(settings)
    #expect(again.parts.map(\.reused) == [6])
    #expect(server.requests == 6)
    var fresh = settings
    fresh.generations[0].isFresh = true
    #expect(try await store.run(fresh).parts.map(\.tally.done) == [6])
    #expect(server.requests == 12)
  }

  @Test func `the same asked twice at once is one run, and nothing is bought twice`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 8, answered: ["tested"])
    let settings = EvaluationStore.judging(server.endpoint)
    // Both have looked for a run to go on with before either begins one.
    let evaluations = try await [store.evaluation(settings), store.evaluation(settings)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for evaluation in evaluations { group.addTask { _ = try await evaluation.run() } }
      try await group.waitForAll()
    }
    #expect(server.requests == 16)
    #expect(try await store.integers("SELECT count(*) FROM runs WHERE kind = 'judge'") == [1])
  }

  /// Before a call goes out, and when it has come back.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: ["call_attempts", "calls"], [1, 3])
  func `a store that fails ends the run, whoever waits for a turn`(
    table: String, parallel: Int
  ) async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 8, answered: ["tested"])
    // The second row of the run is refused.
    try await store.store.database.write {
      try $0.execute(script: "CREATE UNIQUE INDEX only_one ON \(table) (run_id)")
    }
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = parallel
    let evaluation = try await store.evaluation(settings)
    await #expect(throws: StorageError.self) { _ = try await evaluation.run() }
    #expect(server.requests <= 2 * parallel)
  }

  @Test func `a budget that was raised since a run began stands when it goes on`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 8, answered: ["tested"])
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000)
    try await store.setPrice(of: "m-1", nanoUSDPerMillion: 1_000_000_000)
    var settings = EvaluationStore.judging(server.endpoint)
    settings.judgings[0].call.maxTokens = 100
    settings.budgetNanoUSD = 2_000_000
    settings.parallel = 1
    let stopped = try await store.run(settings)
    guard case .budget = stopped.stop else {
      Issue.record("\(stopped)")
      return
    }
    let scope = "run:\(stopped.run)"
    try await store.store.database.write {
      try Budgets($0).set(scope, capNanoUSD: 1_000_000_000)
    }
    let resumed = try await Evaluation.resuming(
      nil, in: store.store, person: "tests", transport: try CurlTransport())
    #expect(try await resumed.forecast().budgets.map(\.capNanoUSD) == [1_000_000_000])
    let summary = try await resumed.run()
    #expect(summary.stop == nil)
    #expect(summary.parts.map(\.remaining) == [0])
    #expect(
      try await store.integers("SELECT cap_nano_usd FROM budgets WHERE scope = '\(scope)'")
        == [1_000_000_000])
  }

  @Test func `replies without a verdict are counted`() async throws {
    let server = try JudgeServer { _, number in .text(number % 3 == 0 ? "well" : "[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let summary = try await store.run(EvaluationStore.judging(server.endpoint))
    #expect(summary.parts.map(\.hollow) == [2])
    #expect(summary.parts.map(\.tally.done) == [6])
  }

  @Test func `answers without a text are counted, and stand as they are`() async throws {
    let server = try JudgeServer { _, number in .text(number == 1 ? "" : "well") }
    let store = try await EvaluationStore.make()
    var settings = EvaluationStore.generation(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.parts.map(\.hollow) == [1])
    #expect(summary.parts.map(\.tally.done) == [6])
    #expect(try await store.integers("SELECT count(*) FROM answers") == [6])
  }

  @Test func `other weights under the same name answer anew`() async throws {
    let server = try JudgeServer { _, _ in .text("reply") }
    let store = try await EvaluationStore.make()
    var settings = EvaluationStore.generation(server.endpoint)
    for base in ["llama-2-7b", "llama-2-13b"] {
      settings.generations[0].call.baseModel = base
      #expect(try await store.run(settings).parts.map(\.tally.done) == [6])
      #expect(try await store.run(settings).parts.map(\.reused) == [6])
    }
    #expect(
      try await store.texts(
        """
        SELECT c.base_model || ' ' || count(*) FROM answer_records r
        JOIN conditions c ON c.id = r.conditions_id GROUP BY c.base_model ORDER BY c.base_model
        """) == ["llama-2-13b 3", "llama-2-7b 3"])
  }

  @Test func `where nothing is known of the weights an answer stands`() async throws {
    let server = try JudgeServer { _, _ in .text("reply") }
    let store = try await EvaluationStore.make()
    var settings = EvaluationStore.generation(server.endpoint)
    _ = try await store.run(settings)
    settings.generations[0].call.baseModel = "llama-2-7b"
    #expect(try await store.run(settings).parts.map(\.reused) == [6])
  }

  @Test func `verdicts stand on a board, with their prompts as parts`() async throws {
    let server = try JudgeServer { _, number in .text("because\n[[\(number % 3 + 5)]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    let summary = try await store.run(EvaluationStore.judging(server.endpoint))
    #expect(summary.parts.map(\.tally.done) == [6])
    #expect(summary.parts[0].score == 6)
    #expect(try await store.integers("SELECT n FROM board_models") == [6])
    #expect(try await store.integers("SELECT count(*) FROM unresolved_prompts") == [0])
    #expect(try await store.texts("SELECT parser FROM judges") == ["strict-1"])
    #expect(try await store.store.integrityProblems() == [])
    #expect(try await store.store.verify { _, _ in }.isClean)
    #expect(try await store.run(EvaluationStore.judging(server.endpoint)).parts[0].reused == 6)
  }

  @Test func `what a run brought belongs to its experiment, and can be excluded with it`()
    async throws
  {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.experiment = "x"
    let summary = try await store.run(settings)
    var query = BoardQuery()
    query.experiment = "x"
    let report = try await LeaderboardReport(query).run(on: store.store)
    #expect(report.sections.flatMap(\.rows).count == 1)
    let target = try await TargetFinder().targets(.run, summary.run, on: store.store)[0]
    _ = try await store.store.state(
      [StatementDraft(.exclude, target.kind, target.key)], author: "tests", reason: "a test")
    #expect(try await store.integers("SELECT count(*) FROM board_models") == [0])
  }

  @Test func `boards that a killed worker left behind are computed by who comes after it`()
    async throws
  {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(answered: ["tested", "other"])
    let settings = EvaluationStore.judging(server.endpoint, models: ["tested", "other"])
    _ = try await store.run(settings)
    let whole = try await store.integers("SELECT n FROM board_models ORDER BY model_id")
    #expect(whole == [6, 6])
    // As a kill between the last verdict and the boards leaves it.
    _ = try await store.store.database.write { connection in
      for table in ["board_judgments", "board_models"] {
        try connection.execute("DELETE FROM \(table)")
      }
    }
    _ = try await store.run(settings)
    #expect(server.requests == 12)
    #expect(try await store.integers("SELECT n FROM board_models ORDER BY model_id") == whole)
  }

  @Test func `of a pair both orders are asked, and the swap is undone`() async throws {
    let server = try JudgeServer { body, _ in
      // Whoever stands first in the prompt wins, so that every pair is a tie of two wins.
      .text("[[A]]")
    }
    let store = try await EvaluationStore.make(answered: ["x", "y"])
    var settings = EvaluationStore.judging(server.endpoint, models: ["x", "y"])
    settings.judgings[0].pairing = .all
    let summary = try await store.run(settings)
    #expect(summary.parts[0].tally.done == 12)
    #expect(
      try await store.texts("SELECT winner FROM judgments WHERE game = 1 GROUP BY winner")
        == ["model"])
    #expect(
      try await store.texts("SELECT winner FROM judgments WHERE game = 2 GROUP BY winner")
        == ["opponent"])
    #expect(try await store.integers("SELECT ties FROM board_models") == [6, 6])
    settings.judgings[0].models = ["y", "x"]
    #expect(try await store.run(settings).parts[0].reused == 12)
  }

  @Test func `a setting that the model refuses is left out from then on`() async throws {
    let server = try JudgeServer { body, _ in
      body.contains("\"temperature\"")
        ? .status(
          400,
          #"{"error":{"message":"Unsupported value: 'temperature' does not support 0","type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}"#
        ) : .text("[[5]]")
    }
    let store = try await EvaluationStore.make(answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 1
    let summary = try await store.run(settings)
    #expect(summary.parts[0].tally.done == 6)
    #expect(server.requests == 7)
    #expect(
      try await store.texts("SELECT parameters FROM call_attempts GROUP BY parameters").count == 2)
  }

  @Test func `a budget is never exceeded, and a run without a price does not begin`() async throws {
    let server = try JudgeServer { _, _ in .text("[[5]]") }
    let store = try await EvaluationStore.make(questions: 20, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.budgetNanoUSD = 5_000_000
    let forecast = try await store.forecast(settings)
    #expect(forecast.refusal == .unpricedBudget(model: "judge"))
    try await store.setPrice(of: "judge", nanoUSDPerMillion: 1_000_000_000)
    settings.judgings[0].call.maxTokens = 100
    let summary = try await store.run(settings)
    guard case .budget = summary.stop else {
      Issue.record("ended as \(String(describing: summary.stop))")
      return
    }
    let spent = try await store.integers("SELECT spent_nano_usd FROM budgets")[0]
    #expect(spent == summary.parts[0].tally.costNanoUSD)
    #expect(spent <= 5_000_000)
    #expect(spent > 3_000_000)
    #expect(try await store.integers("SELECT reserved_nano_usd FROM budgets") == [0])
    settings.budgetNanoUSD = 50_000_000
    #expect(try await store.run(settings).stop == nil)
  }

  @Test func `a run that is stopped goes on where it was`() async throws {
    let control = RunControl()
    let server = try JudgeServer { _, number in
      if number == 5 { control.interrupt() }
      return .text("[[5]]")
    }
    let store = try await EvaluationStore.make(questions: 10, answered: ["tested"])
    var settings = EvaluationStore.judging(server.endpoint)
    settings.parallel = 2
    let summary = try await store.run(settings, control)
    #expect(summary.stop == .interrupted)
    #expect(summary.parts[0].remaining > 10)
    let evaluation = try await Evaluation.resuming(
      String(summary.run.prefix(8)), in: store.store, person: "tests",
      transport: try CurlTransport())
    let rest = try await evaluation.run()
    #expect(rest.run == summary.run)
    #expect(rest.stop == nil)
    #expect(server.requests == 20)
    #expect(try await store.integers("SELECT n FROM board_models") == [20])
    #expect(try await store.integers("SELECT count(*) FROM runs WHERE kind = 'judge'") == [1])
  }

  @Test func `what a judge says in the wrong form is told apart`() async throws {
    let server = try JudgeServer { body, _ in
      if body.contains("one 1") { return .text("no verdict at all") }
      if body.contains("one 2") { return .text("cut of", finish: "length") }
      return .text("", finish: "content_filter")
    }
    let store = try await EvaluationStore.make(answered: ["tested"])
    _ = try await store.run(EvaluationStore.judging(server.endpoint))
    #expect(
      try await store.texts(
        "SELECT outcome || ' ' || count(*) FROM judgments GROUP BY outcome ORDER BY 1")
        == ["filtered 2", "parse_error 2", "truncated 2"])
    #expect(try await store.integers("SELECT failed FROM board_models") == [6])
  }
}
