import Storage
import Warehouse

/// Fills a store with calls, through the program's own ledger.
///
/// `scorehouse-ledger STORE CALLS [open]` adds runs of 4,000 judge calls each, about 25 models and 80
/// questions of two turns, ten runs to an experiment, and prints the number of calls and of sums. With
/// `open` one more run is under way: nothing sums its calls yet.
@main
struct Ledger {
  private static let callsOfRun = 4_000
  private static let models = 25
  private static let questions = 80
  /// Calls that share a transaction.
  private static let batch = 100

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let path = arguments.first, let calls = arguments.dropFirst().first.flatMap({ Int($0) })
    else { throw Usage() }
    let store = try await Store.open(StoreURL(path), access: .create)
    try await store.addStarterPrices()
    for number in 0..<calls / callsOfRun { try await fill(store, run: number, ends: true) }
    if arguments.last == "open" { try await fill(store, run: calls / callsOfRun, ends: false) }
    let counts = try await store.database.read { connection in
      try ["calls", "call_sums"].map { table in
        try connection.first("SELECT count(*) FROM \(table)") { try $0.int(0) } ?? 0
      }
    }
    print("\(counts[0]) calls, \(counts[1]) sums")
  }

  private static func fill(_ store: Store, run number: Int, ends: Bool) async throws {
    let run = try await store.database.write { connection in
      try RunIdentity.make(
        connection, .judge, configuration: "{}", person: "bench",
        experiment: "experiment \(number / 10)")
    }
    let session = try await RunSession.open(store, run, worker: "bench")
    let slots = slots()
    try await session.write { try $0.enqueue(slots) }
    var words = UInt64(number) &+ 1
    for start in stride(from: 0, to: callsOfRun, by: batch) {
      words = words &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let items = try await session.lease(
        part, limit: min(batch, callsOfRun - start), until: .max)
      try await session.write { [words] in try call($0, items, seed: words) }
    }
    guard ends else { return }
    try await session.write { try $0.sumCalls() }
  }

  private static let part = WorkPart(
    .judge, configuration: Key(of: "bench".utf8), benchmark: "bench")

  private static func slots() -> [WorkSlot] {
    let configuration = part.configuration
    return (0..<callsOfRun).map { item in
      WorkSlot(
        .judge, configuration: configuration,
        question: QuestionName(benchmark: "bench", externalID: "\(item / models % questions)"),
        model: "model-\(item % models)", sample: 0, turn: item / models / questions + 1)
    }
  }

  /// Has items answered at once, each with its tokens and its cost.
  private static func call(_ writer: RunWriter, _ items: [LeasedItem], seed: UInt64) throws {
    let model = "gpt-4o-2024-08-06"
    let prices = try PriceTable(writer.connection).book(models: [model])
    let endpoint = EndpointName(host: "api.openai.com", provider: "openai")
    for (offset, item) in items.enumerated() {
      let open = try writer.begin(
        CallAttempt(
          item: item.id, endpoint: endpoint, requestedModel: model, credentialLabel: "bench",
          parameters: #"{"temperature": 0.0, "max_tokens": 2048}"#, reservedNanoUSD: nil))
      var tokens = TokenCounts()
      tokens.prompt = 500 + Int64((seed &+ UInt64(offset)) % 1_500)
      tokens.completion = 100 + Int64((seed &+ UInt64(offset)) % 300)
      var record = CallRecord(.judge, offset % 100 == 0 ? .apiError : .ok)
      if record.outcome == .ok { record.tokens = tokens }
      record.resolvedModel = model
      record.finishedAt = open.sentAt
      try writer.record(
        record, of: open,
        cost: record.outcome == .ok
          ? prices.cost(of: tokens, provider: "openai", models: [model], at: open.sentAt)
          : .nothing)
      try writer.settle(item.id, as: record.outcome == .ok ? .done : .failed)
    }
  }

  private struct Usage: Error {}
}
