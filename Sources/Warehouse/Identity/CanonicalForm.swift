internal import Crypto

/// Collects the parts of an identity in one unambiguous spelling, and digests them.
///
/// Every part carries its type and its length, an absent part is a part too, so that no two
/// different lists of parts spell the same bytes.
public struct CanonicalForm: Sendable {
  private var bytes: [UInt8] = []

  /// Enough for most forms.
  private static let expectedBytes = 512

  /// An empty form; `name` says what kind of thing is identified.
  public init(_ name: StaticString) {
    bytes.reserveCapacity(Self.expectedBytes)
    add("\(name)")
  }

  /// Adds a text, or its absence.
  public mutating func add(_ text: String?) {
    guard var text else { return addNull() }
    text.withUTF8 { utf8 in
      begin(tag: "t", count: utf8.count)
      unsafe bytes.append(contentsOf: utf8)
    }
  }

  /// Adds a text that is given as UTF-8 bytes.
  public mutating func add(utf8: some Collection<UInt8>) {
    begin(tag: "t", count: utf8.count)
    bytes.append(contentsOf: utf8)
  }

  /// Adds a text that stands in memory as UTF-8.
  package mutating func add(utf8: Span<UInt8>) {
    begin(tag: "t", count: utf8.count)
    unsafe utf8.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Adds an integer, or its absence.
  public mutating func add(_ integer: Int64?) {
    guard let integer else { return addNull() }
    begin(tag: "i", count: 8)
    appendLittleEndian(UInt64(bitPattern: integer))
  }

  /// Adds a float, or its absence.
  public mutating func add(_ real: Double?) {
    guard let real else { return addNull() }
    begin(tag: "r", count: 8)
    appendLittleEndian(real.bitPattern)
  }

  /// Adds a key.
  public mutating func add(_ key: Key?) {
    guard let key else { return addNull() }
    begin(tag: "k", count: Key.byteCount)
    bytes.append(contentsOf: key.bytes)
  }

  /// Begins a list of as many parts as follow.
  public mutating func addList(count: Int) { begin(tag: "l", count: count) }

  /// Begins an object of as many pairs of name and value as follow, in byte order of the names.
  public mutating func addObject(count: Int) { begin(tag: "o", count: count) }

  /// Adds a truth value.
  public mutating func add(_ flag: Bool) { begin(tag: flag ? "y" : "n", count: 0) }

  /// Adds the absence of a part.
  public mutating func addNull() { begin(tag: "0", count: 0) }

  /// The key of all parts so far.
  public func key() -> Key { Key(of: bytes) }

  // MARK: - Private

  private mutating func begin(tag: Unicode.Scalar, count: Int) {
    bytes.append(UInt8(ascii: tag))
    var rest = UInt64(count)
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
  }

  private mutating func appendLittleEndian(_ word: UInt64) {
    unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }
}
