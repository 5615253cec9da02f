internal import Synchronization
internal import Warehouse

/// Items whose replies came, and hold nothing.
///
/// Items and no numbers, since a transaction may run again.
final class HollowItems: Sendable {
  private let items = Mutex<Set<Key>>([])

  var count: Int { items.withLock { $0.count } }

  func insert(_ item: Key) { items.withLock { _ = $0.insert(item) } }
}
