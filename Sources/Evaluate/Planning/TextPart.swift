/// A text of the store, with the number of its row.
struct TextPart: Sendable, Hashable {
  let id: Int64
  let text: String
}
