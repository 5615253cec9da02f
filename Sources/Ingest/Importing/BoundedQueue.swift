internal import Dispatch
internal import Synchronization

/// Hands batches from one thread to another, and makes the faster wait for the slower.
///
/// What waits is bounded by its weight, such as its bytes, so that memory is too; a single element
/// of more than the whole bound passes alone.
final class BoundedQueue<Element: Sendable>: Sendable {
  private struct State {
    var elements: [(element: Element, weight: Int)] = []
    var weight = 0
    var isClosed = false
  }

  private enum Attempt {
    case added, full, closed
  }

  private let state = Mutex(State())
  private let capacity: Int
  private let room = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  /// - Parameter capacity: how much weight may wait.
  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Adds an element; waits while the queue is full.
  ///
  /// - Returns: false when nobody takes elements any more.
  func put(_ element: Element, weight: Int) -> Bool {
    while true {
      switch state.withLock({ attempt(&$0, element, weight) }) {
      case .added:
        filled.signal()
        return true
      case .closed: return false
      // Every element taken signals; an older signal only means one more look.
      case .full: room.wait()
      }
    }
  }

  /// The next element; waits for one, nil when the queue is closed and empty.
  func take() -> Element? {
    filled.wait()
    let next = state.withLock { state -> Element? in
      guard !state.elements.isEmpty else { return nil }
      let (element, weight) = state.elements.removeFirst()
      state.weight -= weight
      return element
    }
    // Whoever waits next must find the queue closed too.
    if next == nil { filled.signal() } else { room.signal() }
    return next
  }

  /// Ends the queue: what is in it can still be taken, nothing is added.
  func close() {
    state.withLock { $0.isClosed = true }
    filled.signal()
    room.signal()
  }

  private func attempt(_ state: inout State, _ element: Element, _ weight: Int) -> Attempt {
    if state.isClosed { return .closed }
    guard state.elements.isEmpty || state.weight + weight <= capacity else { return .full }
    state.elements.append((element, weight))
    state.weight += weight
    return .added
  }
}
