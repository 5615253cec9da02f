internal import Synchronization

/// One of the places of the items that may be asked at once.
///
/// It is free when the last reply has come, and left when that is written.
final class Place: Sendable {
  enum Event: Sendable {
    case isFree, isLeft
  }

  private let events: AsyncStream<Event>.Continuation
  private let isTaken = Mutex(true)

  init(_ events: AsyncStream<Event>.Continuation) {
    self.events = events
  }

  /// Another item may take it, the first time that this is said.
  func free() {
    let wasTaken = isTaken.withLock { isTaken in
      defer { isTaken = false }
      return isTaken
    }
    if wasTaken { events.yield(.isFree) }
  }

  /// The item is done with.
  func leave() {
    free()
    events.yield(.isLeft)
  }
}
