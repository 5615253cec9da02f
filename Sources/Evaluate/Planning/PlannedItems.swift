internal import Warehouse

/// What is planned, found by the keys of the items of work.
///
/// A plan has tens of thousands, and stands once in memory.
struct PlannedItems<Item: Sendable>: Sendable {
  private let items: [Item]
  private let places: [Key: Int]

  /// - Parameter slot: what an item of work is for; of equal ones the first counts.
  init(_ items: [Item], in run: Key, slot: (Item) -> WorkSlot) {
    self.items = items
    var places = [Key: Int](minimumCapacity: items.count)
    for (place, item) in items.enumerated() {
      let key = slot(item).key(in: run)
      if places[key] == nil { places[key] = place }
    }
    self.places = places
  }

  /// nil: nothing is planned for the item.
  subscript(item: Key) -> Item? { places[item].map { items[$0] } }
}
