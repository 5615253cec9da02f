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
      Self.call(.ok), .settled(.done), Self.call(.apiError), .retried, Self.call(.apiError),
      .settled(.failed),
    ] {
      #expect(machine.handle(event) == nil)
    }
    #expect(machine.tally.calls == 3)
    #expect(machine.tally.done == 1)
    #expect(machine.tally.failed == 1)
    #expect(machine.tally.retries == 1)
    #expect(machine.tally.costNanoUSD == 9)
  }

  @Test func `an outage says what it was`() {
    #expect(
      "\(StopReason.outage(failures: 16, error: "connect"))"
        == "the last 16 calls came to nothing (connect); the rest was not sent; "
        + "`scorehouse doctor --endpoint URL` says what stands in the way")
  }

  @Test func `failures in a row are an outage, and a reply between them is none`() {
    var machine = RunMachine(parallel: 4)
    for _ in 0..<7 { #expect(machine.handle(Self.call(.apiError)) == nil) }
    #expect(machine.handle(Self.call(.ok)) == nil)
    for _ in 0..<7 { #expect(machine.handle(Self.call(.timeout)) == nil) }
    #expect(machine.handle(Self.call(.unknownBilling)) == .outage(failures: 8))
    #expect(machine.handle(Self.call(.apiError)) == nil)
  }

  @Test func `prompts that are too long are no outage, and do not hide one`() {
    var machine = RunMachine(parallel: 4)
    for _ in 0..<50 {
      #expect(machine.handle(Self.call(.apiError, errorClass: "context_length")) == nil)
    }
    for _ in 0..<7 { #expect(machine.handle(Self.call(.apiError, errorClass: "server")) == nil) }
    #expect(machine.handle(Self.call(.apiError, errorClass: "context_length")) == nil)
    let stop = machine.handle(Self.call(.apiError, errorClass: "server"))
    #expect(stop == .outage(failures: 8, error: "server"))
  }

  @Test func `what may have been paid for and did not come back is counted`() {
    var machine = RunMachine(parallel: 4)
    for outcome in [CallRecord.Outcome.cancelled, .unknownBilling, .ok, .apiError] {
      _ = machine.handle(Self.call(outcome))
    }
    #expect(machine.tally.lost == 2)
    #expect(machine.tally.lastError == nil)
    _ = machine.handle(Self.call(.apiError, errorClass: "server"))
    _ = machine.handle(Self.call(.ok))
    #expect(machine.tally.lastError == "server")
  }

  @Test func `the first reason to stop stands`() {
    var machine = RunMachine(answered: ["m": "1"], parallel: 1)
    #expect(machine.handle(Self.call(.ok, version: "1")) == nil)
    let drift = machine.handle(Self.call(.ok, version: "2"))
    #expect(drift == .drift(model: "m", before: "1", now: "2"))
    #expect(machine.handle(.halted(.interrupted)) == nil)
    #expect(machine.stop == drift)
  }

  @Test func `versions are compared with the one whose results stand, of a run that goes on too`() {
    var versions = JudgeVersions()
    versions.newest = "2"
    var machine = RunMachine(answered: ["m": "1"], versions: versions, parallel: 1)
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
    var machine = RunMachine(answered: ["m": "1"], allowsDrift: true, parallel: 1)
    #expect(machine.handle(Self.call(.ok, version: "2")) == nil)
  }
}
