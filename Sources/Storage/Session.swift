/// A connection on a queue of its own.
actor Session {
  private let executor: QueueExecutor
  private let connection: Connection

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(label: String, connect: @Sendable () throws -> Connection) throws {
    executor = QueueExecutor(label: label)
    connection = try connect()
  }

  /// Whether the engine is still there, as far as can be told without asking it.
  var isUsable: Bool { connection.isUsable }

  func run<T: Sendable>(_ body: @Sendable (Connection) throws -> T) throws -> T {
    try body(connection)
  }
}
