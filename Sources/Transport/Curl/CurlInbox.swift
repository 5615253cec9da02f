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
  enum Reader {
    case awake, asleep, gone
  }

  private struct State {
    var news = News()
    var reader = Reader.awake
  }

  private let state = Mutex(State())

  /// Adds to the news; where the loop is gone nothing is added.
  ///
  /// - Returns: what the loop was doing; if it was asleep, whoever asks is to wake it, and nobody else.
  func add(_ change: (inout sending News) -> Void) -> Reader {
    state.withLock { state in
      let reader = state.reader
      if reader != .gone { change(&state.news) }
      if reader == .asleep { state.reader = .awake }
      return reader
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
