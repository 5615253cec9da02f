import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

/// Two transactions that stand in each other's way on a server: one is given up, and done again.
@Suite(.temporaryFolder, .enabled(if: Backend.available.contains(.postgres)))
struct PostgresConflictTests {
  /// Two stores that are the same, with the rows 1 and 2 at zero.
  private func stores() async throws -> [Database] {
    let store = try Backend.postgres.freshStore()
    let first = try store.open(.create)
    try await first.write { connection in
      try connection.make("CREATE TABLE t (n {INT} UNIQUE, value {INT}) {STRICT}")
      try connection.execute("INSERT INTO t VALUES (1, 0), (2, 0)")
    }
    return [first, try store.open(.readWrite)]
  }

  @Test(.timeLimit(.minutes(20)))
  func `of two that wait for each other one is done again`() async throws {
    let stores = try await stores()
    let meeting = Meeting()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (store, order) in zip(stores, [[1, 2], [2, 1]]) {
        group.addTask {
          try await store.write(.record) { connection in
            for row in order {
              try connection.execute(
                "UPDATE t SET value = value + 1 WHERE n = $1", [.integer(row)])
              meeting.meet()
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(meeting.begun > 2)
    let values = try await stores[0].read { try $0.integers("SELECT value FROM t ORDER BY n") }
    #expect(values == [2, 2])
  }

  @Test(.timeLimit(.minutes(20)))
  func `of two that could not have come one after the other one is done again`() async throws {
    let stores = try await stores()
    let meeting = Meeting()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (store, row) in zip(stores, [1, 2]) {
        group.addTask {
          try await store.write(.record) { connection in
            try connection.execute(script: "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            let sum = try connection.integer("SELECT sum(value)::bigint FROM t") ?? 0
            meeting.meet()
            try connection.execute(
              "UPDATE t SET value = $1 WHERE n = $2", [.integer(sum + 1), .integer(row)])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(meeting.begun > 2)
    // Whichever came second saw what the first had written.
    let values = try await stores[0].read { try $0.integers("SELECT value FROM t ORDER BY value") }
    #expect(values == [1, 2])
  }
}

/// Where two transactions wait for each other the first time they come by.
private final class Meeting: Sendable {
  private let count = Atomic(0)

  /// How often one came by.
  var begun: Int { count.load(ordering: .acquiring) }

  func meet() {
    count.add(1, ordering: .releasing)
    while begun < 2 { sched_yield() }
  }
}
