import Foundation

/// Lets threads through when a number of them have arrived.
// Safe to share: the condition's lock guards the count.
final class Gate: @unchecked Sendable {
  private let condition = NSCondition()
  private var missing: Int

  init(_ count: Int) {
    missing = count
  }

  /// Waits for the others, five minutes at most: beside the whole suite a task may wait long for its
  /// turn.
  func arriveAndWait() {
    condition.lock()
    defer { condition.unlock() }
    missing -= 1
    condition.broadcast()
    let limit = Date(timeIntervalSinceNow: 300)
    while missing > 0, condition.wait(until: limit) {}
  }
}

/// The time of day.
func nanoseconds() -> Int64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
