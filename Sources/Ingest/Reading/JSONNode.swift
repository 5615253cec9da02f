import CSimdJSON

/// What a JSON value is.
package enum JSONKind: UInt16, Hashable, Sendable, CaseIterable {
  case null, `false`, `true`, number, string, array, object
}

/// A value of a parsed document.
///
/// It points into the parser and the document and is only valid inside the closure of
/// `JSONParser.withDocument`: read it there, keep Strings and numbers, never the node.
@safe package struct JSONNode {
  private let nodes: UnsafePointer<csj_node>
  private let text: UnsafePointer<UInt8>
  private let bytes: UnsafePointer<UInt8>
  private let index: Int

  /// A view of the node at `index`; the pointers must hold while the node is used.
  @unsafe init(
    nodes: UnsafePointer<csj_node>, text: UnsafePointer<UInt8>, bytes: UnsafePointer<UInt8>,
    index: Int
  ) {
    unsafe self.nodes = unsafe nodes
    unsafe self.text = unsafe text
    unsafe self.bytes = unsafe bytes
    self.index = index
  }

  /// What the value is.
  package var kind: JSONKind { JSONKind(rawValue: record.kind) ?? .null }

  /// Whether the value is `null`.
  package var isNull: Bool { kind == .null }

  /// How many members or elements it has; 0 for what is neither an object nor an array.
  package var count: Int {
    kind == .array || kind == .object ? Int(record.count) : 0
  }

  /// The members of an object in the order of the document; empty for anything else.
  ///
  /// A member is its value, whose `key()` is the name. Names that occur twice are both there.
  package var members: Children { children(of: .object) }

  /// The elements of an array; empty for anything else.
  package var elements: Children { children(of: .array) }

  /// The first member of an object with this name; nil if there is none, or no object.
  ///
  /// - Complexity: O(members).
  package subscript(key: StaticString) -> JSONNode? {
    guard key.hasPointerRepresentation else { return self[name: key.description] }
    return unsafe member(
      UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
  }

  /// The first member of an object with a name that is not known before run time.
  ///
  /// - Complexity: O(members).
  package subscript(name key: String) -> JSONNode? {
    var key = key
    return key.withUTF8 { name in unsafe member(name) }
  }

  /// The name under which this value stands in its object; nil for other values.
  package func key() -> String? {
    guard hasKey else { return nil }
    return unsafe String(decoding: keyBytes, as: UTF8.self)
  }

  /// Lends the bytes of `key()`; nil, without a call, for values that are no members.
  package func withKeyUTF8<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> R
  ) throws(Failure) -> R? {
    guard hasKey else { return nil }
    return try unsafe body(keyBytes)
  }

  /// The text of a string, NUL characters included; nil for anything else.
  package func string() -> String? {
    unsafe withUTF8 { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }

  /// Lends the bytes of a string, valid UTF-8 that may hold NUL; the pointer must not leave.
  ///
  /// - Parameter body: reads the bytes.
  /// - Returns: what `body` returns; nil, without a call, for what is no string.
  /// - Throws: what `body` throws.
  package func withUTF8<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> R
  ) throws(Failure) -> R? {
    let record = record
    guard record.kind == JSONKind.string.rawValue else { return nil }
    return try unsafe body(
      UnsafeBufferPointer(start: text + Int(record.start), count: Int(record.count)))
  }

  /// Lends the value as it stands in the document, without white space around it.
  ///
  /// - Parameter body: reads the bytes, valid UTF-8; the pointer must not leave it.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  package func withRawUTF8<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> R
  ) throws(Failure) -> R {
    let record = record
    return try unsafe body(
      UnsafeBufferPointer(start: bytes + Int(record.raw_start), count: Int(record.raw_count)))
  }

  /// The value as it stands in the document: JSON that can be kept for later.
  package var rawJSON: String {
    unsafe withRawUTF8 { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }

  /// Which value of the document it is, counted in the order in which they begin.
  var place: Int { index }

  // MARK: - Private

  private var record: csj_node { unsafe nodes[index] }

  private var hasKey: Bool { record.has_key != 0 }

  private var keyBytes: UnsafeBufferPointer<UInt8> {
    let record = record
    return unsafe UnsafeBufferPointer(
      start: text + Int(record.key_start), count: Int(record.key_count))
  }

  private func children(of kind: JSONKind) -> Children {
    let end = self.kind == kind ? Int(record.next) : index + 1
    return unsafe Children(
      nodes: nodes, text: text, bytes: bytes, position: index + 1, end: end)
  }

  private func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONNode? {
    for member in members where unsafe equalBytes(member.keyBytes, name) { return member }
    return nil
  }
}

@available(*, unavailable)
extension JSONNode: Sendable {}

extension JSONNode {
  /// The values directly inside an object or an array, in the order of the document.
  @safe package struct Children: Sequence, IteratorProtocol {
    private let nodes: UnsafePointer<csj_node>
    private let text: UnsafePointer<UInt8>
    private let bytes: UnsafePointer<UInt8>
    private var position: Int
    private let end: Int

    /// The children between two indexes; the pointers must hold while the sequence is used.
    @unsafe fileprivate init(
      nodes: UnsafePointer<csj_node>, text: UnsafePointer<UInt8>, bytes: UnsafePointer<UInt8>,
      position: Int, end: Int
    ) {
      unsafe self.nodes = unsafe nodes
      unsafe self.text = unsafe text
      unsafe self.bytes = unsafe bytes
      self.position = position
      self.end = end
    }

    /// The next value, or nil after the last one.
    package mutating func next() -> JSONNode? {
      guard position < end else { return nil }
      let node = unsafe JSONNode(nodes: nodes, text: text, bytes: bytes, index: position)
      position = unsafe Int(nodes[position].next)
      return node
    }
  }
}
