import Storage
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
            let items = try await session.write {
              try $0.lease(.judge, limit: 7, until: Self.never)
            }
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
    _ = try await a.write { try $0.lease(.judge, limit: 1, until: 1) }
    _ = try await a.write { try $0.lease(.judge, limit: 1, until: Self.never) }
    #expect(try await b.write { try $0.lease(.judge, limit: 9, until: Self.never) }.count == 1)
    #expect(try await b.write { try $0.leaseHolders() } == ["a", "b"])
    try await b.write { try $0.releaseLeases(of: "a") }
    #expect(try await b.write { try $0.lease(.judge, limit: 9, until: Self.never) }.count == 1)
  }

  @Test func `planning again keeps what is done and asks again for what failed`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let slots = (0..<3).map { RunStore.slot($0) }
    try await session.write { writer in
      try writer.enqueue(slots)
      let items = try writer.lease(.judge, limit: 2, until: Self.never)
      try writer.settle(items[0].id, as: .done)
      try writer.settle(items[1].id, as: .failed)
      try writer.enqueue(slots)
    }
    #expect(try await session.write { try $0.workCounts(.judge) } == [.done: 1, .waiting: 2])
  }

  @Test func `a later turn waits for the earlier one`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let first = RunStore.slot(1, kind: .generate)
    let second = RunStore.slot(1, turn: 2, kind: .generate)
    try await session.write { try $0.enqueue([second, first]) }
    let held = try await session.write { try $0.lease(.generate, limit: 9, until: Self.never) }
    #expect(held.map(\.key) == [first.key(in: store.run.key)])
    try await session.write { try $0.settle(held[0].id, as: .done) }
    let next = try await session.write { try $0.lease(.generate, limit: 9, until: Self.never) }
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
}
