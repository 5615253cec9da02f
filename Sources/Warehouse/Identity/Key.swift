internal import Crypto
package import Storage

/// The identity of a row: the first 16 bytes of a SHA-256, or, of a call, its time and a random number.
///
/// Keys are made from what a source states, never from a number that this store gave out, so
/// that two stores agree on them and the order of import cannot matter.
public struct Key: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The key of something that happens at a time, and that nothing else can be told by.
  ///
  /// Later ones come behind earlier ones: an index of them grows at its end, where keys without order
  /// would change pages all over it with each transaction.
  ///
  /// - Parameters:
  ///   - time: nanoseconds since 1970 UTC.
  ///   - number: a random one, that tells it from others at the same time.
  init(at time: Int64, number: UInt64) {
    self.init(high: UInt64(bitPattern: time), low: number)
  }

  /// A key from 16 stored bytes; nil for any other number of bytes.
  ///
  /// A slice and not any collection: other targets would call the general form unspecialized.
  public init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count == Key.byteCount else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    for (position, byte) in bytes.enumerated() {
      if position < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else {
        words.1 = words.1 << 8 | UInt64(byte)
      }
    }
    (high, low) = words
  }

  /// A key from 16 stored bytes; nil for any other number of bytes.
  public init?(_ bytes: [UInt8]) { self.init(bytes[...]) }

  /// The key of a sequence of bytes, such as a text or a whole file.
  public init(of bytes: some Sequence<UInt8>) {
    let key = bytes.withContiguousStorageIfAvailable { unsafe Key(of: $0.span) }
    self = key ?? Key(of: Array(bytes))
  }

  /// The key of bytes in memory.
  package init(of bytes: Span<UInt8>) {
    var hasher = SHA256()
    unsafe bytes.bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
    (high, low) = unsafe hasher.finalize().withUnsafeBytes { digest in
      unsafe (
        UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
        UInt64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  /// The same identity in the neighbourhood of others: with the first two bytes of what they have in
  /// common, and the rest of its own digest.
  func beside(_ group: Key) -> Key {
    let own = UInt64.max >> 16
    return Key(high: group.high & ~own | high & own, low: low)
  }

  /// How many bytes a key has.
  public static let byteCount = 16

  /// The 16 bytes as they are stored.
  public var bytes: [UInt8] { SQLValue.digestBytes(high: high, low: low) }

  /// The 16 bytes as a value of a statement.
  package var sqlValue: SQLValue { .digest(high: high, low: low) }

  /// 32 hexadecimal digits.
  public var description: String {
    [high, low].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    .joined()
  }

  /// The first 12 hexadecimal digits: what people and JSON see.
  public var short: String { String(description.prefix(12)) }

  /// Half of a digest tells as much as a table of hashes can use.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(low)
  }

  /// Orders as the stored bytes do.
  public static func < (left: Key, right: Key) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
