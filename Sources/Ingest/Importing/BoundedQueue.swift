internal import Dispatch
internal import Synchronization

/// Hands batches from one thread to another, and makes the faster wait for the slower.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let room: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)

  /// - Parameter capacity: how many elements may wait.
  init(capacity: Int) {
    room = DispatchSemaphore(value: 0)
    // A semaphore must end with no less than it began with; it is filled instead of born full.
    for _ in 0..<capacity { room.signal() }
  }

  /// Adds an element; waits while the queue is full.
  ///
  /// - Returns: false when nobody takes elements any more.
  func put(_ element: Element) -> Bool {
    room.wait()
    let isOpen = state.withLock { state in
      if !state.isClosed { state.elements.append(element) }
      return !state.isClosed
    }
    filled.signal()
    return isOpen
  }

  /// The next element; waits for one, nil when the queue is closed and empty.
  func take() -> Element? {
    filled.wait()
    let element = state.withLock { $0.elements.isEmpty ? nil : $0.elements.removeFirst() }
    // Whoever waits next must find the queue closed too.
    if element == nil { filled.signal() } else { room.signal() }
    return element
  }

  /// Ends the queue: what is in it can still be taken, nothing is added.
  func close() {
    state.withLock { $0.isClosed = true }
    filled.signal()
    room.signal()
  }
}
