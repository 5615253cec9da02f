import Storage
import TestSupport
import Testing

@testable import Warehouse

/// A store with a run in it, for the tests of what runs write.
struct RunStore {
  private let url: StoreURL
  let store: Store
  let run: RunIdentity

  static func make(experiment: String? = nil) async throws -> RunStore {
    let url = try StoreURL(Backend.current.freshURL())
    let store = try await Store.open(url, access: .create)
    let run = try await store.database.write { connection in
      try RunIdentity.make(
        connection, .judge, configuration: "{}", person: "tests", experiment: experiment)
    }
    return RunStore(url: url, store: store, run: run)
  }

  /// Another process's view of the same store.
  func session(_ worker: String) async throws -> RunSession {
    let store = try await Store.open(url, access: .readWrite)
    return try await RunSession.open(store, run, worker: worker)
  }

  func integers(_ sql: String) async throws -> [Int64] {
    try await store.database.read { try $0.all(sql) { try $0.integer(0) } }
  }

  /// Whatever `slot` makes, of verdicts and of answers.
  static let part = WorkPart(.judge, configuration: Key(of: "c".utf8), benchmark: "b")
  static let generation = WorkPart(
    .generate, configuration: Key(of: "c".utf8), benchmark: "b", model: "m")

  static func slot(_ number: Int, turn: Int = 1, kind: WorkSlot.Kind = .judge) -> WorkSlot {
    WorkSlot(
      kind, configuration: Key(of: "c".utf8),
      question: QuestionName(benchmark: "b", externalID: "\(number)"), model: "m", sample: 0,
      turn: turn)
  }

  static func attempt(_ item: Int64? = nil, reserved: Int64? = nil) -> CallAttempt {
    CallAttempt(
      item: item, endpoint: EndpointName(host: "h", provider: "p"), requestedModel: "m",
      credentialLabel: nil, parameters: "{}", reservedNanoUSD: reserved)
  }
}
