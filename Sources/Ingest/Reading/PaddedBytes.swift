/// Bytes that are followed by at least 64 more that can be read, as simdjson wants them.
///
/// It cannot be copied and is only ever lent to a closure, so that the compiler keeps it from
/// outliving the memory it points to.
@safe package struct PaddedBytes: ~Copyable {
  /// Bytes behind the last one that can be read, whatever they hold.
  package static let padding = 64

  let base: UnsafePointer<UInt8>

  /// How many bytes there are, without the padding.
  package let count: Int

  /// Borrows memory; the caller vouches for `count + padding` readable bytes.
  @unsafe init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Lends the bytes, without the padding; the pointer must not leave `body`.
  ///
  /// - Parameter body: reads the bytes.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  package borrowing func withUnsafeBytes<R, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> R
  ) throws(Failure) -> R {
    try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }

  /// A copy of the bytes as text, with U+FFFD for what is not UTF-8.
  package borrowing func text() -> String {
    unsafe withUnsafeBytes { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }
}
