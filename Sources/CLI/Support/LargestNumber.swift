internal import Synchronization

/// The largest number that any thread has told.
final class LargestNumber: Sendable {
  private let number = Mutex(0)

  /// Tells a number.
  func note(_ other: Int) { number.withLock { $0 = max($0, other) } }

  /// 0 where none was told.
  var value: Int { number.withLock { $0 } }
}
