internal import Dispatch
public import Testing

/// Runs tests on threads of their own.
///
/// There are as many common threads as cores, and a test that waits for a process holds one of them.
/// Tests with time-outs, and those that wait for one another, are not to stand behind it.
public struct OwnThreadsTrait: TestTrait, SuiteTrait, TestScoping {
  /// Whether the tests of a suite inherit it.
  public var isRecursive: Bool { true }

  /// A scope for each case of a test, none for a suite as a whole.
  public func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? {
    testCase == nil ? nil : self
  }

  /// Runs a test case.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Threads.shared) { try await function() }
  }

  /// As many threads as are needed.
  private final class Threads: TaskExecutor {
    static let shared = Threads()
    private let queue = DispatchQueue(label: "tests with time-outs", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
      let unowned = UnownedJob(job)
      queue.async { unsafe unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }
}

extension Trait where Self == OwnThreadsTrait {
  /// Threads of its own for each test.
  public static var ownThreads: Self { Self() }
}
