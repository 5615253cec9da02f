import Dispatch
import Storage
import TestSupport
import Testing

/// What every engine must do with transactions, one writer and many readers.
@Suite("StorageConformance: transactions", .temporaryFolder)
struct StorageConformanceTransactionTests {
  /// A store with the empty table `t`.
  private func storeWithTable(on backend: Backend) async throws -> (FreshStore, Database) {
    let store = try backend.freshStore()
    let database = try store.open(.create)
    try await database.write { try $0.make("CREATE TABLE t (n {INT} UNIQUE) {STRICT}") }
    return (store, database)
  }

  private static func add(_ number: Int64, _ connection: Connection) throws {
    try connection.execute("INSERT INTO t (n) VALUES ($1)", [.integer(number)])
  }

  private static func numbers(_ connection: Connection) throws -> [Int64] {
    try connection.integers("SELECT n FROM t ORDER BY n")
  }

  @Test(arguments: Backend.available)
  func `a transaction that returns is kept`(backend: Backend) async throws {
    let (store, database) = try await storeWithTable(on: backend)
    let answer = try await database.write { connection in
      #expect(connection.isInTransaction)
      try Self.add(1, connection)
      return "done"
    }
    #expect(answer == "done")
    #expect(try await store.open(.readOnly).read { try Self.numbers($0) } == [1])
    #expect(try await database.withWriter { $0.isInTransaction } == false)
  }

  @Test(arguments: Backend.available)
  func `a transaction that throws leaves nothing`(backend: Backend) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    let isStopped = await awaitPlanned {
      try await database.write { connection in
        try Self.add(1, connection)
        throw Planned()
      }
    }
    #expect(isStopped)
    try await database.withWriter { connection in
      let numbers = try Self.numbers(connection)
      #expect(!connection.isInTransaction)
      #expect(numbers == [])
    }
    try await database.write { try Self.add(2, $0) }
    #expect(try await database.read { try Self.numbers($0) } == [2])
  }

  @Test(arguments: Backend.available)
  func `an inner transaction that throws takes back only itself`(backend: Backend) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    try await database.write { connection in
      try Self.add(1, connection)
      let isStopped = endsAsPlanned {
        try connection.transaction {
          try Self.add(2, connection)
          try connection.transaction { try Self.add(3, connection) }
          throw Planned()
        }
      }
      #expect(isStopped)
      #expect(connection.isInTransaction)
      try connection.transaction { try Self.add(4, connection) }
      let code = failure { try connection.transaction { try Self.add(1, connection) } }
      #expect(code == .constraint)
      try Self.add(5, connection)
    }
    #expect(try await database.read { try Self.numbers($0) } == [1, 4, 5])
  }

  @Test(arguments: Backend.available)
  func `an outer transaction that throws takes back the inner ones`(
    backend: Backend
  ) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    let isStopped = await awaitPlanned {
      try await database.write { connection in
        try connection.transaction { try Self.add(1, connection) }
        throw Planned()
      }
    }
    #expect(isStopped)
    #expect(try await database.read { try Self.numbers($0) } == [])
  }

  @Test(arguments: Backend.available)
  func `a random tree of transactions keeps what a model keeps`(backend: Backend) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    for seed in SeededRandom.seeds(50) {
      let expected = try await database.write { connection in
        try connection.execute("DELETE FROM t")
        var random = seed
        var next: Int64 = 0
        func level(_ depth: Int) throws -> [Int64] {
          var kept: [Int64] = []
          for _ in 0..<random.int(0...4) {
            if depth < 4, random.oneIn(2) {
              kept += (try? connection.transaction { try level(depth + 1) }) ?? []
            } else {
              next += 1
              try Self.add(next, connection)
              kept.append(next)
            }
          }
          if depth > 0, random.oneIn(3) { throw Planned() }
          return kept
        }
        return try level(0)
      }
      let found = try await database.read { try Self.numbers($0) }
      #expect(found == expected, "\(seed.testDescription)")
    }
  }

  @Test(arguments: Backend.available)
  func `a commit that fails leaves nothing open`(backend: Backend) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    try await database.write { connection in
      try connection.make(
        """
        CREATE TABLE parts (n {INT} REFERENCES t(n) DEFERRABLE INITIALLY DEFERRED) {STRICT}
        """)
    }
    let code = await awaitFailure {
      _ = try await database.write { try $0.execute("INSERT INTO parts (n) VALUES (9)") }
    }
    #expect(code == .constraint)
    try await database.withWriter { connection in
      let count = try connection.integer("SELECT count(*) FROM parts")
      #expect(!connection.isInTransaction)
      #expect(count == 0)
    }
  }

  @Test(arguments: Backend.available)
  func `a read cannot write`(backend: Backend) async throws {
    let (store, database) = try await storeWithTable(on: backend)
    let reading = await awaitFailure { try await database.read { try Self.add(1, $0) } }
    #expect(reading == .readOnly)
    let readOnly = try store.open(.readOnly)
    let writing = await awaitFailure { try await readOnly.write { try Self.add(1, $0) } }
    #expect(writing == .readOnly)
    #expect(try await database.read { try Self.numbers($0) } == [])
  }

  /// A deadlock would show as a test that never ends; hence a limit.
  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `readers see the last committed state while a writer is busy`(
    backend: Backend
  ) async throws {
    let (store, database) = try await storeWithTable(on: backend)
    try await database.write { try Self.add(1, $0) }
    let wrote = Gate()
    let looked = Gate()
    async let writing: Void = database.withWriter { connection in
      try connection.transaction {
        try Self.add(2, connection)
        wrote.open()
        looked.wait()
      }
    }
    await wrote.opened()
    let other = try store.open(.readOnly)
    #expect(try await database.read { try Self.numbers($0) } == [1])
    #expect(try await other.read { try Self.numbers($0) } == [1])
    looked.open()
    try await writing
    #expect(try await database.read { try Self.numbers($0) } == [1, 2])
    #expect(try await other.read { try Self.numbers($0) } == [1, 2])
  }

  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `a read sees one state from its beginning to its end`(backend: Backend) async throws {
    let (_, database) = try await storeWithTable(on: backend)
    try await database.write { try Self.add(1, $0) }
    let looked = Gate()
    let wrote = Gate()
    async let reading = database.read { connection in
      let before = try Self.numbers(connection)
      looked.open()
      wrote.wait()
      return [before, try Self.numbers(connection)]
    }
    await looked.opened()
    try await database.write { try Self.add(2, $0) }
    wrote.open()
    #expect(try await reading == [[1], [1]])
    #expect(try await database.read { try Self.numbers($0) } == [1, 2])
  }

  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `of two writers one waits, and gives up in the end`(backend: Backend) async throws {
    let (store, database) = try await storeWithTable(on: backend)
    let wrote = Gate()
    let refused = Gate()
    async let writing: Void = database.write { connection in
      try Self.add(1, connection)
      wrote.open()
      refused.wait()
    }
    await wrote.opened()
    let hasty = try store.open(.readWrite, busyMilliseconds: 50)
    let code = await awaitFailure { try await hasty.write { try Self.add(2, $0) } }
    #expect(code == .busy)
    let patient = try store.open(.readWrite)
    async let waiting: Void = patient.write { try Self.add(3, $0) }
    refused.open()
    try await writing
    try await waiting
    try await hasty.write { try Self.add(4, $0) }
    #expect(try await database.read { try Self.numbers($0) } == [1, 3, 4])
  }

  @Test(.timeLimit(.minutes(10)), arguments: Backend.available)
  func `many writers and readers at once lose nothing`(backend: Backend) async throws {
    let (store, database) = try await storeWithTable(on: backend)
    let others = try (0..<3).map { _ in try store.open(.readWrite) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, writer) in (others + [database]).enumerated() {
        group.addTask {
          for number in 0..<25 {
            try await writer.write { try Self.add(Int64(index * 100 + number), $0) }
            let seen = try await writer.read { try Self.numbers($0) }
            #expect(seen.contains(Int64(index * 100 + number)))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await database.read { try Self.numbers($0) }.count == 100)
  }
}

/// Lets one side of a test wait for the other.
private final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  /// Waits on the queue of a session.
  func wait() { semaphore.wait() }

  /// Waits in a task, without holding a thread of the cooperative pool.
  func opened() async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { [semaphore] in
        semaphore.wait()
        continuation.resume()
      }
    }
  }
}
