/// Reads the elements of a file that is one JSON array, or an object with one among its members, in
/// memory bounded by the largest of them.
///
/// It only finds where elements begin and end; whether one is JSON is for the parser to say.
struct JSONArrayReader: ~Copyable {
  /// An element as it stands in the file.
  struct Element {
    /// Counts from 1.
    let number: Int
    let byteOffset: Int
    let bytes: [UInt8]
    /// Whether the file ends in it.
    let isCut: Bool
  }

  /// The longest element, in bytes: 16 MiB.
  static let maximumElementBytes = LineReader.defaultMaximumLineBytes

  private var buffer: InputBuffer
  private let member: String?
  private var number = 0
  private var isBegun = false
  /// Whether the array was read to its closing bracket.
  private(set) var isComplete = false

  /// - Parameter member: the name of the array in the file's object; nil: the file is the array.
  init(
    _ source: consuming ByteSource, member: String? = nil,
    chunkByteCount: Int = LineReader.defaultChunkByteCount
  ) {
    self.member = member
    buffer = InputBuffer(source, chunkByteCount: chunkByteCount)
  }

  /// Bytes of content read so far, which is ahead of the elements delivered.
  var bytesRead: Int { buffer.source.bytesRead }

  /// Bytes of the file read so far, compressed or not.
  var fileBytesRead: Int { buffer.source.fileBytesRead }

  /// SHA-256 of every byte of the file, 32 bytes; reads on to the end of the file.
  mutating func finishDigest() throws(ReadError) -> [UInt8] {
    repeat { buffer.consume(buffer.count) } while try buffer.fill()
    return buffer.source.digest()
  }

  /// The next element; nil at the end of the array, or of a file that is none.
  mutating func next() throws(ReadError) -> Element? {
    guard try begin() else { return nil }
    guard try skipSeparators(until: UInt8(ascii: "]")) else {
      isComplete = try byte(at: 0) != nil
      return nil
    }
    let length = try elementLength()
    let bytes = unsafe Array(buffer.bytes.prefix(length))
    let offset = buffer.byteOffset
    buffer.consume(length)
    number += 1
    return Element(
      number: number, byteOffset: offset, bytes: bytes, isCut: try byte(at: 0) == nil)
  }

  // MARK: - Private

  /// - Returns: whether the file is an array, or the reader is within it.
  private mutating func begin() throws(ReadError) -> Bool {
    guard !isBegun else { return !isComplete }
    isBegun = true
    try buffer.skipByteOrderMark()
    try skipSpace()
    if let member, try !skip(to: member) { return false }
    guard try byte(at: 0) == UInt8(ascii: "[") else { return false }
    buffer.consume(1)
    return true
  }

  /// Passes over the members of an object up to the value of one.
  ///
  /// - Returns: false where there is none, or what there is cannot be read.
  private mutating func skip(to member: String) throws(ReadError) -> Bool {
    let name = Array("\"\(member)\"".utf8)
    guard try byte(at: 0) == UInt8(ascii: "{") else { return false }
    buffer.consume(1)
    while try skipSeparators(until: UInt8(ascii: "}")) {
      let length = try keyLength()
      let isWanted = unsafe buffer.bytes.prefix(length).elementsEqual(name)
      buffer.consume(length)
      try skipSpace()
      guard length > 0, try byte(at: 0) == UInt8(ascii: ":") else { return false }
      buffer.consume(1)
      try skipSpace()
      if isWanted { return true }
      buffer.consume(min(try elementLength(), buffer.count))
    }
    return false
  }

  /// How long the text is, with its quotes, at which the window begins; 0: there is none.
  private mutating func keyLength() throws(ReadError) -> Int {
    guard try byte(at: 0) == UInt8(ascii: "\"") else { return 0 }
    var (place, isEscaped) = (1, false)
    while place <= Self.maximumElementBytes, let byte = try byte(at: place) {
      if byte == UInt8(ascii: "\""), !isEscaped { return place + 1 }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      place += 1
    }
    return 0
  }

  private mutating func skipSpace() throws(ReadError) {
    while let byte = try byte(at: 0), Self.isSpace(byte) { buffer.consume(1) }
  }

  /// - Returns: whether an element or a member follows.
  private mutating func skipSeparators(until end: UInt8) throws(ReadError) -> Bool {
    while let byte = try byte(at: 0), Self.isSpace(byte) || byte == UInt8(ascii: ",") {
      buffer.consume(1)
    }
    let next = try byte(at: 0)
    return next != end && next != nil
  }

  /// How long the element is at which the window begins.
  private mutating func elementLength() throws(ReadError) -> Int {
    var (place, depth, isInString, isEscaped) = (0, 0, false, false)
    while place <= Self.maximumElementBytes, let byte = try byte(at: place) {
      if isInString {
        if byte == UInt8(ascii: "\""), !isEscaped { isInString = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return place }
          if byte != UInt8(ascii: ",") { depth -= 1 }
        default: break
        }
      }
      place += 1
    }
    return place
  }

  private mutating func byte(at place: Int) throws(ReadError) -> UInt8? {
    while place >= buffer.count {
      guard try buffer.fill() else { return nil }
    }
    return buffer[place]
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D].contains(byte)
  }
}
