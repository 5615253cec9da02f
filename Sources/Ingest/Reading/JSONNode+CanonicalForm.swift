internal import Warehouse

extension CanonicalForm {
  /// Adds a JSON value, whatever the order of its keys, its white space and its escapes.
  ///
  /// Integers and floats differ, as their spellings in a file do: 8 is not 8.0.
  ///
  /// - Parameter keys: of texts in it that were digested already, by their places.
  mutating func add(_ node: JSONNode, knowing keys: [(place: Int, key: Key)] = []) {
    switch node.kind {
    case .null: addNull()
    case .true: add(true)
    case .false: add(false)
    case .string: addText(node, knowing: keys)
    case .number: addNumber(node)
    case .array:
      addList(count: node.count)
      for element in node.elements { add(element, knowing: keys) }
    case .object: addObject(node, knowing: keys)
    }
  }

  /// Adds a text as one of a JSON value is added.
  mutating func add(long text: StoredText) {
    if text.utf8.count <= Self.longestSpelledText {
      add(utf8: text.utf8)
    } else {
      add(text.key)
    }
  }

  /// Bytes of the longest text that stands in a form itself.
  private static let longestSpelledText = 256

  /// A long text by its digest, which bounds the memory that the form takes.
  private mutating func addText(_ node: JSONNode, knowing keys: [(place: Int, key: Key)]) {
    unsafe node.withUTF8 { utf8 in
      if utf8.count <= Self.longestSpelledText {
        unsafe add(utf8: utf8.span)
      } else {
        let known = keys.first { $0.place == node.place }?.key
        unsafe add(known ?? Key(of: utf8.span))
      }
    } ?? ()
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

  private mutating func addObject(_ node: JSONNode, knowing keys: [(place: Int, key: Key)]) {
    let members = node.members.sorted { $0.isNamedBefore($1) }
    addObject(count: members.count)
    for member in members {
      unsafe member.withKeyUTF8 { unsafe add(utf8: $0.span) } ?? ()
      add(member, knowing: keys)
    }
  }
}

extension JSONNode {
  /// Whether its name comes before another's in the order of bytes.
  fileprivate func isNamedBefore(_ other: JSONNode) -> Bool {
    let answer = unsafe withKeyUTF8 { own in
      unsafe other.withKeyUTF8 { theirs in unsafe own.lexicographicallyPrecedes(theirs) }
    }
    return (answer ?? nil) ?? false
  }
}
