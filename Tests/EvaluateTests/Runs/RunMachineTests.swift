import Testing

@testable import Evaluate
@testable import Warehouse

/// How a run goes on, without time or network.
@Suite struct RunMachineTests {
  private static func call(
    _ outcome: CallRecord.Outcome, version: String? = nil, errorClass: String? = nil
  ) -> RunMachine.Event {
    var record = CallRecord(.judge, outcome)
    record.errorClass = errorClass
    record.resolvedModel = version
    return .called(record, cost: CallCost(nanoUSD: 3, priceIDs: []), askedModel: "m")
  }

  @Test func `what happens is counted`() {
    var machine = RunMachine(parallel: 1)
    for event in [
      Self.call(.ok), .done, Self.call(.apiError), .retried, Self.call(.apiError),
      .gaveUp(errorClass: "server"),
    ] {
      #expect(machine.handle(event) == nil)
    }
    #expect(machine.tally.calls == 3)
    #expect(machine.tally.done == 1)
    #expect(machine.tally.failed == 1)
    #expect(machine.tally.retries == 1)
    #expect(machine.tally.costNanoUSD == 9)
    #expect(machine.tally.lastError == "server")
  }

  @Test func `an outage says what it was`() {
    #expect(
      "\(StopReason.outage(failures: 16, error: "connect"))"
        == "the last 16 calls came to nothing (connect); the rest was not sent; "
        + "`scorehouse doctor --endpoint URL` says what stands in the way")
  }

  @Test func `where nothing ever came, calls in a row are an outage`() {
    var machine = RunMachine(parallel: 4)
    for _ in 0..<15 { #expect(machine.handle(Self.call(.apiError)) == nil) }
    #expect(machine.handle(Self.call(.unknownBilling)) == .outage(failures: 16))
    #expect(machine.handle(Self.call(.apiError)) == nil)
  }

  @Test func `a hiccup is waited for as long as items are asked again`() {
    var machine = RunMachine(parallel: 4)
    #expect(machine.handle(Self.call(.ok)) == nil)
    for _ in 0..<100 { #expect(machine.handle(Self.call(.timeout)) == nil) }
    for _ in 0..<7 { #expect(machine.handle(.gaveUp(errorClass: "server")) == nil) }
    #expect(machine.handle(Self.call(.ok)) == nil)
    #expect(machine.handle(Self.call(.timeout)) == nil)
    for _ in 0..<7 { #expect(machine.handle(.gaveUp(errorClass: "server")) == nil) }
    #expect(
      machine.handle(.gaveUp(errorClass: "connect")) == .outage(failures: 1, error: "connect"))
  }

  @Test func `a server that has too much to do is there, and is waited for from the beginning`() {
    var machine = RunMachine(parallel: 4)
    for _ in 0..<100 {
      #expect(machine.handle(Self.call(.apiError, errorClass: "rate_limit")) == nil)
    }
    for _ in 0..<7 { #expect(machine.handle(.gaveUp(errorClass: "rate_limit")) == nil) }
    let stop = machine.handle(.gaveUp(errorClass: "rate_limit"))
    #expect(stop == .outage(failures: 100, error: "rate_limit"))
  }

  @Test func `prompts that are too long are no outage, and do not hide one`() {
    var machine = RunMachine(parallel: 4)
    for _ in 0..<50 {
      #expect(machine.handle(Self.call(.apiError, errorClass: "context_length")) == nil)
      #expect(machine.handle(.gaveUp(errorClass: "context_length")) == nil)
    }
    for _ in 0..<7 { #expect(machine.handle(.gaveUp(errorClass: "server")) == nil) }
    #expect(machine.handle(Self.call(.apiError, errorClass: "context_length")) == nil)
    #expect(machine.handle(.gaveUp(errorClass: "context_length")) == nil)
    #expect(machine.handle(.gaveUp(errorClass: "server")) == .outage(failures: 0, error: "server"))
  }

  @Test func `what may have been paid for and did not come back is counted`() {
    var machine = RunMachine(parallel: 4)
    for outcome in [CallRecord.Outcome.cancelled, .unknownBilling, .ok, .apiError] {
      _ = machine.handle(Self.call(outcome))
    }
    #expect(machine.tally.lost == 2)
  }

  @Test func `the first reason to stop stands`() {
    var machine = RunMachine(answered: ["m": AnsweredVersions("1")], parallel: 1)
    #expect(machine.handle(Self.call(.ok, version: "1")) == nil)
    let drift = machine.handle(Self.call(.ok, version: "2"))
    #expect(drift == .drift(model: "m", before: "1", now: "2"))
    #expect(machine.handle(.halted(.interrupted)) == nil)
    #expect(machine.stop == drift)
  }

  @Test func `versions are compared with the one whose results stand, of a run that goes on too`() {
    var versions = JudgeVersions()
    versions.newest = "2"
    var machine = RunMachine(
      answered: ["m": AnsweredVersions("1")], versions: versions, parallel: 1)
    #expect(machine.handle(Self.call(.ok, version: "2")) == nil)
    #expect(
      machine.handle(Self.call(.ok, version: "1")) == .drift(model: "m", before: "2", now: "1"))
    var first = RunMachine(versions: versions, parallel: 1)
    #expect(first.handle(Self.call(.ok, version: "3")) == .drift(model: "m", before: "2", now: "3"))
  }

  @Test func `versions that people say are one may take turns`() {
    var versions = JudgeVersions()
    versions.roots = ["1": 7, "2": 7, "3": 8]
    var machine = RunMachine(versions: versions, parallel: 1)
    for version in ["1", "2", "1"] {
      #expect(machine.handle(Self.call(.ok, version: version)) == nil)
    }
    #expect(
      machine.handle(Self.call(.ok, version: "3")) == .drift(model: "m", before: "1", now: "3"))
    #expect(!versions.areOne("4", "5"))
  }

  @Test func `drift can be allowed`() {
    var machine = RunMachine(answered: ["m": AnsweredVersions("1")], allowsDrift: true, parallel: 1)
    #expect(machine.handle(Self.call(.ok, version: "2")) == nil)
  }
}
