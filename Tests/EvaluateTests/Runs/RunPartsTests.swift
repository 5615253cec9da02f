import Storage
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// Runs of several models and judges that are stopped and gone on with.
@Suite(.eachBackend) struct RunPartsTests {
  /// Whoever works on the first part must leave the items of the others alone.
  @Test(arguments: [3, 8, 15, 21])
  func `a run that stops in any of its parts is gone on with to its end`(stopAt: Int) async throws {
    let control = RunControl()
    let server = try JudgeServer { body, number in
      if number == stopAt { control.interrupt() }
      return .text("[[5]]")
    }
    let store = try await EvaluationStore.make()
    var settings = RunSettings()
    for model in ["one", "two"] {
      var generation = EvaluationStore.generation(server.endpoint).generations[0]
      generation.call.model = model
      generation.call.requestModel = "the same"
      settings.generations.append(generation)
    }
    for judge in ["judge-a", "judge-b"] {
      var judging = EvaluationStore.judging(server.endpoint, models: ["one", "two"]).judgings[0]
      judging.call.model = judge
      settings.judgings.append(judging)
    }
    settings.parallel = 1
    let summary = try await store.run(settings, control)
    #expect(summary.stop == .interrupted)
    let rest = try await Evaluation.resuming(
      summary.run, in: store.store, person: "tests", transport: try CurlTransport()
    ).run()
    #expect(rest.isComplete)
    #expect(rest.parts.allSatisfy { $0.tally.done + $0.reused == $0.planned })
    #expect(server.requests == 36)
    #expect(try await store.integers("SELECT count(*) FROM answers") == [12])
    #expect(try await store.integers("SELECT count(*) FROM judgments") == [24])
    #expect(try await store.integers("SELECT n FROM board_models ORDER BY n") == [6, 6, 6, 6])
  }
}
