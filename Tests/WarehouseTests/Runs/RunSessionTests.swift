import Storage
import TestSupport
import Testing

@testable import Warehouse

/// Writes of one session share transactions, and what these learn.
@Suite(.eachBackend) struct RunSessionTests {
  private struct Refused: Error {}

  @Test func `a name that was made in a transaction which failed is made again`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    await #expect(throws: Refused.self) {
      try await session.write { writer in
        _ = try writer.names().model("new")
        throw Refused()
      }
    }
    let id = try await session.write { try $0.names().model("new") }
    #expect(try await store.integers("SELECT id FROM models WHERE name = 'new'") == [id])
  }

  @Test func `a name that was made is known to later transactions, also by others`() async throws {
    let store = try await RunStore.make()
    let (a, b) = (try await store.session("a"), try await store.session("b"))
    let id = try await a.write { try $0.names().model("new") }
    let known = try await a.write { writer in
      var names = writer.knownNames
      return names.models[ExactText("new")]
    }
    #expect(known == id)
    #expect(try await a.write { try $0.names().model("new") } == id)
    #expect(try await b.write { try $0.names().model("new") } == id)
  }

  @Test func `writes that throw undo themselves alone, however many share a transaction`()
    async throws
  {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let written = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<40 {
        group.addTask {
          do {
            try await session.write { writer in
              _ = try writer.names().model("model \(number)")
              if number.isMultiple(of: 7) { throw Refused() }
            }
            return true
          } catch {
            return false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(written == 34)
    #expect(try await store.integers("SELECT count(*) FROM models") == [34])
  }

  /// What a call frees, the next may take at once: it must not be written before.
  @Test func `what is begun when a write is queued is written behind it`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    let (places, free) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<50 {
        group.addTask {
          try await session.write(whenQueued: { free.yield(number) }) { writer in
            _ = try writer.names().model("before \(number)")
          }
        }
      }
      var freed = places.makeAsyncIterator()
      for _ in 0..<50 {
        guard let number = await freed.next() else { return }
        group.addTask {
          try await session.write { writer in
            let before = try writer.connection.first(
              "SELECT count(*) FROM models WHERE name = $1", [.text("before \(number)")]
            ) { try $0.integer(0) }
            #expect(before == 1)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func `a budget that is set between two transactions holds in the second`() async throws {
    let store = try await RunStore.make()
    let session = try await store.session("a")
    _ = try await session.write { try $0.begin(RunStore.attempt(reserved: 60)) }
    let scope = RunIdentity.budgetScope(of: store.run.key)
    try await store.store.database.write { try Budgets($0).set(scope, capNanoUSD: 100) }
    await #expect(throws: BudgetReached.self) {
      try await session.write { try $0.begin(RunStore.attempt(reserved: 60)) }
    }
  }
}
