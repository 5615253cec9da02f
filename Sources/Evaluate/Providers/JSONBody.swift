internal import Warehouse

/// The body of a request under construction: one JSON object whose fields stand in the order of the
/// calls, so that equal requests are equal bytes.
struct JSONBody {
  private var json = JSONText()
  private var isEmpty = true

  /// The finished object.
  consuming func closed() -> [UInt8] {
    json.append(isEmpty ? "{}" : "}")
    return json.utf8
  }

  mutating func add(_ name: String, _ text: String?) {
    guard let text else { return }
    begin(name)
    json.append(escaped: text)
  }

  mutating func add(_ name: String, _ number: Int64?) {
    guard let number else { return }
    begin(name)
    json.append("\(number)")
  }

  /// A number; a whole one without a fraction, as people write it.
  mutating func add(_ name: String, _ number: Double?) {
    guard let number else { return }
    begin(name)
    json.append(Int64(exactly: number).map(String.init) ?? "\(number)")
  }

  /// A list of texts; none where it is empty.
  mutating func add(_ name: String, _ texts: [String]) {
    guard !texts.isEmpty else { return }
    begin(name)
    for (index, text) in texts.enumerated() {
      json.append(index == 0 ? "[" : ",")
      json.append(escaped: text)
    }
    json.append("]")
  }

  /// The messages of a conversation.
  mutating func add(_ name: String, _ messages: [ChatMessage]) {
    // With what stands around the texts, and what is escaped in them.
    json.reserve(messages.map { $0.content.utf8.count * 9 / 8 + 64 }.reduce(256, +))
    begin(name)
    for (index, message) in messages.enumerated() {
      json.append(index == 0 ? "[" : ",")
      json.append("{\"role\":\"\(message.role.rawValue)\",\"content\":")
      json.append(escaped: message.content)
      json.append("}")
    }
    json.append(messages.isEmpty ? "[]" : "]")
  }

  /// A value that is JSON already.
  mutating func add(_ name: String, json value: String) {
    begin(name)
    json.append(value)
  }

  private mutating func begin(_ name: String) {
    json.append(isEmpty ? "{" : ",")
    json.append(escaped: name)
    json.append(":")
    isEmpty = false
  }
}
