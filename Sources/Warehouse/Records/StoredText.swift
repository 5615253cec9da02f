/// A text on its way into the store: its UTF-8 bytes, which may be part of a larger buffer, and
/// their digest.
public struct StoredText: Sendable {
  /// Valid UTF-8 without NUL.
  public let utf8: ArraySlice<UInt8>
  /// Digest of the bytes.
  public let key: Key

  /// A text that stands in a buffer.
  ///
  /// - Parameter utf8: valid UTF-8 without NUL.
  public init(utf8: ArraySlice<UInt8>) {
    self.utf8 = utf8
    key = Key(of: utf8)
  }

  /// A text that is at hand as a string.
  public init(_ text: String) {
    self.init(utf8: Array(text.utf8)[...])
  }

  /// The text as a string.
  public var string: String { String(decoding: utf8, as: UTF8.self) }
}
