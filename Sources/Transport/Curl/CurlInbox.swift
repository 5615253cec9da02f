internal import Synchronization

/// What other threads have for the thread of a loop.
final class CurlInbox: Sendable {
  /// What has come since the loop looked last.
  struct News {
    var added: [CurlTransfer] = []
    var cancelled: [CurlTransfer] = []
    var jobs: [UnownedJob] = []
    var isStopping = false

    fileprivate var isEmpty: Bool {
      added.isEmpty && cancelled.isEmpty && jobs.isEmpty && !isStopping
    }
  }

  /// What the loop is doing.
  private enum Reader {
    case awake, asleep, gone
  }

  private struct State {
    var news = News()
    var reader = Reader.awake
  }

  private let state = Mutex(State())

  /// Adds to the news, and wakes a loop that is asleep.
  ///
  /// - Parameter wake: called under the lock: what was added is not taken before it returns, and whoever
  ///   takes it may be the last who needs the loop.
  /// - Returns: whether it was added; false: the loop is gone.
  func add(waking wake: () -> Void, _ change: (inout sending News) -> Void) -> Bool {
    state.withLock { state in
      guard state.reader != .gone else { return false }
      change(&state.news)
      if state.reader == .asleep { wake() }
      state.reader = .awake
      return true
    }
  }

  /// Takes what has come, for a loop that is awake; nil: nothing.
  func take() -> News? {
    state.withLock { state in
      state.reader = .awake
      guard !state.news.isEmpty else { return nil }
      defer { state.news = News() }
      return state.news
    }
  }

  /// Has the loop woken by what comes next.
  ///
  /// - Returns: whether it may sleep; something may have come already.
  func fallAsleep() -> Bool {
    state.withLock { state in
      guard state.news.isEmpty else { return false }
      state.reader = .asleep
      return true
    }
  }

  /// The loop goes, and leaves to others what it would have run.
  func close() -> [UnownedJob] {
    state.withLock { state in
      state.reader = .gone
      return state.news.jobs
    }
  }
}
