import CSimdJSON

/// Parses one JSON document at a time and uses its memory again for the next one.
///
/// Memory grows with the largest document seen and is given back when the parser goes: about
/// six bytes for a byte of the document, and 32 for a value in it.
@safe package struct JSONParser: ~Copyable {
  /// The C reader; this struct is its only owner.
  private let reader: OpaquePointer

  /// Makes a parser.
  ///
  /// - Throws: `JSONError` with reason `noMemory`.
  package init() throws(JSONError) {
    guard let reader = unsafe csj_reader_new() else {
      throw JSONError(reason: .noMemory, byteOffset: nil)
    }
    unsafe self.reader = reader
  }

  deinit {
    unsafe csj_reader_free(reader)
  }

  /// Parses a document in place and lends its value.
  ///
  /// Everything is checked before `body` runs. Nodes, and pointers got from them, point into the
  /// parser and the document: they must not leave `body`; Strings may.
  ///
  /// - Parameters:
  ///   - document: one JSON value, with white space around it or not.
  ///   - body: reads the value.
  /// - Returns: what `body` returns.
  /// - Throws: `JSONError`, or what `body` throws.
  /// - Complexity: O(bytes of the document).
  package mutating func withDocument<R>(
    of document: borrowing PaddedBytes, _ body: (JSONNode) throws -> R
  ) throws -> R {
    let bytes = unsafe document.base
    try parse(document)
    guard let nodes = unsafe csj_nodes(reader), let text = unsafe csj_text(reader) else {
      throw JSONError(reason: .unknown, byteOffset: nil)
    }
    return try body(unsafe JSONNode(nodes: nodes, text: text, bytes: bytes, index: 0))
  }

  /// Parses a copy of a document; for text that comes from elsewhere than a reader of files.
  ///
  /// - Parameters:
  ///   - text: one JSON value, with white space around it or not.
  ///   - body: reads the value, which must not leave it.
  /// - Returns: what `body` returns.
  /// - Throws: `JSONError`, or what `body` throws.
  /// - Complexity: O(bytes of the text).
  package mutating func withDocument<R>(
    copying text: String, _ body: (JSONNode) throws -> R
  ) throws -> R {
    try withDocument(copying: Array(text.utf8), body)
  }

  /// Parses a copy of a document given as bytes.
  ///
  /// - Parameters:
  ///   - bytes: one JSON value in UTF-8, with white space around it or not.
  ///   - body: reads the value, which must not leave it.
  /// - Returns: what `body` returns.
  /// - Throws: `JSONError`, or what `body` throws.
  /// - Complexity: O(bytes of the text).
  package mutating func withDocument<R>(
    copying bytes: [UInt8], _ body: (JSONNode) throws -> R
  ) throws -> R {
    let padded = bytes + repeatElement(0, count: PaddedBytes.padding)
    return try unsafe padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        throw JSONError(reason: .noMemory, byteOffset: nil)
      }
      return try withDocument(of: unsafe PaddedBytes(base: base, count: bytes.count), body)
    }
  }

  // MARK: - Private

  private mutating func parse(_ document: borrowing PaddedBytes) throws(JSONError) {
    let count = document.count
    let code = unsafe csj_parse(reader, document.base, count, count + PaddedBytes.padding)
    if code == Int32(CSJ_OK.rawValue) { return }
    // Swift reads a size that no byte has, which stands for "not known", as a negative number.
    let offset = unsafe csj_error_offset(reader)
    throw JSONError(
      reason: JSONError.Reason(rawValue: code) ?? .unknown, byteOffset: offset < 0 ? nil : offset)
  }
}

@available(*, unavailable)
extension JSONParser: Sendable {}
