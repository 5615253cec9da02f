import Storage
import TestSupport

@testable import Warehouse

/// A store with runs whose calls ended in every way, and imported verdicts beside them.
struct RandomLedger {
  let store: Store
  private var random: SeededRandom

  init(_ random: SeededRandom) async throws {
    self.random = random
    store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
  }

  /// The sums of every third run are left behind its calls.
  mutating func fill(runs: Int, callsPerRun: Int) async throws {
    _ = try await store.add(
      prices: [("m", 2_500_000_000), ("j", 1)].map { model, amount in
        PriceRow(
          provider: "*", model: model, .input, nanoUSDPerMillion: amount, validFrom: 0,
          source: "test")
      })
    _ = try await store.add(
      ServerPrice(host: "h1", nanoUSDPerHour: 1_234_567_891, validFrom: 0, source: "test"))
    for number in 0..<runs {
      let experiment = [nil, "x", "y"].randomElement(using: &random) ?? nil
      let run = try await store.database.write { connection in
        try RunIdentity.make(
          connection, .judge, configuration: "{\"run\": \(number)}",
          person: "person \(number % 2)", experiment: experiment)
      }
      for worker in ["a", "b"] {
        let session = try await RunSession.open(store, run, worker: worker)
        let calls = (0..<callsPerRun).map { _ in plannedCall() }
        try await session.write { writer in
          let slots = (1...5).map { Self.slot($0, worker) }
          try writer.enqueue(slots)
          for call in calls {
            let item = try writer.connection.first(
              "SELECT id FROM work_items WHERE item_key = $1",
              [.bytes(slots[call.item].key(in: run.key).bytes)]
            ) { try $0.integer(0) }
            try Self.write(call, item: call.isForItem ? item : nil, writer)
          }
          if number % 3 != 0 { try writer.sumCalls() }
        }
      }
    }
    _ = try await store.reprice(onlyUnknown: true)
  }

  // MARK: - Private

  private struct PlannedCall {
    let item: Int
    let isForItem: Bool
    let role: CallRecord.Role
    let outcome: CallRecord.Outcome
    let tokens: Int64?
    let nanoUSD: Int64?
    let reported: Int64?
    let host: String
    let project: String?
    let dayOffset: Int64
  }

  private mutating func plannedCall() -> PlannedCall {
    PlannedCall(
      item: Int.random(in: 0..<5, using: &random), isForItem: .random(using: &random),
      role: .random(using: &random) ? .judge : .generate,
      outcome: CallRecord.Outcome.allCases.randomElement(using: &random) ?? .ok,
      tokens: .random(using: &random) ? Int64.random(in: 0..<5_000, using: &random) : nil,
      nanoUSD: .random(using: &random)
        ? Int64.random(in: 0..<3_000_000_000_000_003, using: &random) : nil,
      reported: .random(using: &random) ? Int64.random(in: 0..<99, using: &random) : nil,
      host: ["h1", "h2"].randomElement(using: &random) ?? "h1",
      project: ["p", "q", nil].randomElement(using: &random) ?? nil,
      dayOffset: Int64.random(in: 0..<40, using: &random))
  }

  private static func slot(_ number: Int, _ worker: String) -> WorkSlot {
    WorkSlot(
      .judge, configuration: Key(of: worker.utf8),
      question: QuestionName(benchmark: number % 2 == 0 ? "b" : "c", externalID: "\(number)"),
      model: "model \(number % 3)", sample: 0, turn: 1)
  }

  private static func write(_ call: PlannedCall, item: Int64?, _ writer: RunWriter) throws {
    let open = try writer.begin(
      CallAttempt(
        item: item, endpoint: EndpointName(host: call.host, provider: "p \(call.host)"),
        requestedModel: call.role == .judge ? "j" : "m", credentialLabel: call.project,
        parameters: "{}", reservedNanoUSD: nil))
    // Calls of several days, some of them at once.
    let sentAt = 1_700_000_000_000_000_000 + call.dayOffset * 40_000_000_000_000
    try writer.connection.execute(
      "UPDATE call_attempts SET sent_at = $2 WHERE id = $1", [.integer(open.id), .integer(sentAt)])
    var record = CallRecord(call.role, call.outcome)
    record.tokens = call.tokens.map { count in
      var tokens = TokenCounts()
      tokens.prompt = count
      tokens.cached = count / 3
      return tokens
    }
    record.reportedNanoUSD = call.reported
    record.finishedAt = sentAt + (call.tokens ?? 7) * 20_000_000_000
    try writer.record(record, of: open, cost: CallCost(nanoUSD: call.nanoUSD, priceIDs: []))
  }
}
