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
    case .string: unsafe node.withUTF8 { unsafe addText($0) } ?? ()
    case .number: addNumber(node)
    case .array:
      addList(count: node.count)
      for element in node.elements { add(element) }
    case .object: addObject(node)
    }
  }

  /// A long text by its digest, which bounds the memory that the form takes.
  private mutating func addText(_ utf8: UnsafeBufferPointer<UInt8>) {
    if utf8.count > 256 { unsafe add(Key(of: utf8)) } else { unsafe add(utf8: utf8) }
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
