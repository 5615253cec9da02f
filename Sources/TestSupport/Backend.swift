internal import Foundation
internal import Synchronization
public import Testing

/// An engine that tests run on, with its own way to make an empty store.
public enum Backend: String, Sendable, CaseIterable, CustomTestStringConvertible {
  case sqlite
  case postgres

  /// The engines that can be used where the tests run; `SCOREHOUSE_TEST_BACKEND` names one of them
  /// to look for what goes wrong there.
  public static let available: [Backend] = {
    let wanted = ProcessInfo.processInfo.environment["SCOREHOUSE_TEST_BACKEND"]
    return allCases.filter { backend in
      (wanted == nil || wanted == backend.rawValue)
        && (backend == .sqlite || PostgresServer.shared != nil)
    }
  }()

  /// Whether a run without PostgreSQL is a failure, as in continuous integration.
  public static let isPostgresRequired =
    ProcessInfo.processInfo.environment["SCOREHOUSE_REQUIRE_POSTGRES"] == "1"

  /// The engine that the running test is to use; see `.eachBackend`.
  @TaskLocal public static var current = Backend.sqlite

  /// What a failing test prints.
  public var testDescription: String { rawValue }

  /// The name of a store that no other test uses and that is not made yet.
  public func freshURL() throws -> String {
    switch self {
    case .sqlite: return try TemporaryFolder.current.freshFile(ending: "db")
    case .postgres:
      guard let server = PostgresServer.shared else { throw NoServer() }
      return server.url(schema: "test_\(Self.schemas.add(1, ordering: .relaxed).newValue)")
    }
  }

  private static let schemas = Atomic(0)

  private struct NoServer: Error {}
}

/// Runs every test once on each engine, in a temporary folder; `Backend.current` is the engine.
public struct EachBackendTrait: TestTrait, SuiteTrait, TestScoping {
  /// Whether the tests of a suite inherit it.
  public var isRecursive: Bool { true }

  /// Sessions of a server cost more than open files: so many tests use it at once.
  private static let postgresTests = Turnstile(width: 8)

  /// A scope for each case of a test, none for a suite as a whole.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  /// Runs a test case on one engine after the other.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent () async throws -> Void
  ) async throws {
    for backend in Backend.available {
      if backend == .postgres { await Self.postgresTests.enter() }
      do {
        try await TemporaryFolder.withFresh {
          try await Backend.$current.withValue(backend) { try await function() }
        }
      } catch {
        Issue.record(error, "on \(backend.rawValue)")
      }
      if backend == .postgres { await Self.postgresTests.leave() }
    }
  }
}

extension Trait where Self == EachBackendTrait {
  /// Each engine in turn, and a temporary folder.
  public static var eachBackend: Self { Self() }
}

/// Lets so many through at once.
private actor Turnstile {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(width: Int) {
    free = width
  }

  func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}
