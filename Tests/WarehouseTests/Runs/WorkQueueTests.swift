import Dispatch
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Warehouse

/// Items of work: each is asked by one worker at a time, and none is lost.
@Suite(.eachBackend) struct WorkQueueTests {
  private static let never = Int64.max

  @Test func `two workers never hold the same item`() async throws {
    let store = try await RunStore.make()
    let sessions = [try await store.session("a"), try await store.session("b")]
    try await sessions[0].write { try $0.enqueue((0..<500).map { RunStore.slot($0) }) }
    let held = try await withThrowingTaskGroup(of: [LeasedItem].self) { group in
      for session in sessions {
        group.addTask {
          var held: [LeasedItem] = []
          while true {
            let items = try await session.lease(RunStore.part, limit: 7, until: Self.never)
            if items.isEmpty { return held }
            held += items
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(held.count == 500)
    #expect(Set(held.map(\.key)).count == 500)
  }

  @Test func `an item goes back when its lease expires or its worker is known to be gone`()
    async throws
  {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    try await a.write { try $0.enqueue([RunStore.slot(1), RunStore.slot(2)]) }
    _ = try await a.lease(RunStore.part, limit: 1, until: 1)
    _ = try await a.lease(RunStore.part, limit: 1, until: Self.never)
    #expect(try await b.lease(RunStore.part, limit: 9, until: Self.never).count == 1)
    #expect(try await b.write { try $0.leaseHolders() } == ["a", "b"])
    try await b.write { try $0.releaseLeases(of: "a") }
    #expect(try await b.lease(RunStore.part, limit: 9, until: Self.never).count == 1)
  }

  @Test(.enabled(if: Backend.available.contains(.postgres)), .timeLimit(.minutes(20)))
  func `on a server a lease waits neither for a writer nor for another lease`() async throws {
    guard Backend.current == .postgres else { return }
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    try await a.write { try $0.enqueue((0..<6).map { RunStore.slot($0) }) }
    let (run, never) = (store.run, Self.never)
    // One transaction holds the store's lock, another four items, while the second worker asks.
    let held = try await store.store.database.withWriter { writing in
      try writing.transaction(.write) {
        try store.store.database.withOwnConnection { leasing in
          try leasing.transaction(.record) {
            let first = try RunWriter(leasing, run: run, worker: "a")
              .lease(RunStore.part, limit: 4, until: never)
            return (
              first, try Self.await { try await b.lease(RunStore.part, limit: 9, until: never) }
            )
          }
        }
      }
    }
    #expect(held.0.count == 4)
    #expect(held.1.count == 2)
    #expect(Set((held.0 + held.1).map(\.key)).count == 6)
  }

  @Test func `what a worker took comes back when its transaction is cut off`() async throws {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    try await a.write { try $0.enqueue((0..<6).map { RunStore.slot($0) }) }
    let run = store.run
    await #expect(throws: PlannedFailure.self) {
      try await store.store.database.write(.record) { connection in
        _ = try RunWriter(connection, run: run, worker: "a")
          .lease(RunStore.part, limit: 4, until: Self.never)
        throw PlannedFailure()
      }
    }
    #expect(try await b.lease(RunStore.part, limit: 9, until: Self.never).count == 6)
  }

  @Test func `planning again keeps what is done and asks again for what failed`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let slots = (0..<3).map { RunStore.slot($0) }
    try await session.write { writer in
      try writer.enqueue(slots)
      let items = try writer.lease(RunStore.part, limit: 2, until: Self.never)
      try writer.settle(items[0].id, as: .done)
      try writer.settle(items[1].id, as: .failed)
      try writer.enqueue(slots)
    }
    #expect(
      try await session.write { try $0.workCounts(RunStore.part) } == [.done: 1, .waiting: 2])
  }

  @Test func `who works on one part takes nothing of another`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    try await session.write { writer in
      try writer.enqueue([RunStore.slot(1), RunStore.slot(1, kind: .generate)])
    }
    let others = [
      WorkPart(.judge, configuration: Key(of: "d".utf8), benchmark: "b"),
      WorkPart(.judge, configuration: Key(of: "c".utf8), benchmark: "other"),
      WorkPart(.generate, configuration: Key(of: "c".utf8), benchmark: "b", model: "n"),
    ]
    for part in others {
      #expect(try await session.lease(part, limit: 9, until: Self.never).isEmpty)
      #expect(try await session.write { try $0.workCounts(part) } == [:])
    }
    #expect(
      try await session.lease(RunStore.part, limit: 9, until: Self.never).map(\.key)
        == [RunStore.slot(1).key(in: store.run.key)])
  }

  @Test func `a later turn waits for the earlier one`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let first = RunStore.slot(1, kind: .generate)
    let second = RunStore.slot(1, turn: 2, kind: .generate)
    try await session.write { try $0.enqueue([second, first]) }
    let held = try await session.lease(RunStore.generation, limit: 9, until: Self.never)
    #expect(held.map(\.key) == [first.key(in: store.run.key)])
    try await session.write { try $0.settle(held[0].id, as: .done) }
    let next = try await session.lease(RunStore.generation, limit: 9, until: Self.never)
    #expect(next.map(\.key) == [second.key(in: store.run.key)])
  }

  @Test func `what one write throws undoes only itself`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    async let good: Void = session.write { try $0.enqueue([RunStore.slot(1)]) }
    async let bad: Void = session.write { writer in
      try writer.enqueue([RunStore.slot(2)])
      throw PlannedFailure()
    }
    try await good
    do {
      try await bad
      Issue.record("the failure was not told")
    } catch is PlannedFailure {}
    #expect(try await store.integers("SELECT count(*) FROM work_items") == [1])
  }

  private struct PlannedFailure: Error {}

  /// Waits on the queue of a session, which a test's transaction holds, for what another one does.
  private static func await<T: Sendable>(
    _ body: @escaping @Sendable () async throws -> T
  ) throws -> T {
    let semaphore = DispatchSemaphore(value: 0)
    let outcome = Mutex<Result<T, any Error>?>(nil)
    Task {
      let result: Result<T, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      outcome.withLock { $0 = result }
      semaphore.signal()
    }
    semaphore.wait()
    guard let result = outcome.withLock({ $0 }) else { throw PlannedFailure() }
    return try result.get()
  }
}
