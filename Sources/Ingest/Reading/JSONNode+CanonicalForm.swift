internal import Warehouse

extension CanonicalForm {
  /// Adds a JSON value, whatever the order of its keys, its white space and its escapes.
  ///
  /// Integers and floats differ, as their spellings in a file do: 8 is not 8.0.
  mutating func add(_ node: JSONNode) {
    switch node.kind {
    case .null: addNull()
    case .true: add(true)
    case .false: add(false)
    case .string: unsafe node.withUTF8 { unsafe add(utf8: $0) } ?? ()
    case .number: addNumber(node)
    case .array:
      addList(count: node.count)
      for element in node.elements { add(element) }
    case .object: addObject(node)
    }
  }

  private mutating func addNumber(_ node: JSONNode) {
    if let integer = node.int64 {
      add(integer)
    } else if let real = node.double {
      add(real)
    } else {
      // Beyond 64 bits the token itself is the value.
      add(node.rawJSON)
    }
  }

  private mutating func addObject(_ node: JSONNode) {
    let members = node.members.map { (key: $0.key() ?? "", value: $0) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    addObject(count: members.count)
    for (key, value) in members {
      add(key)
      add(value)
    }
  }
}
