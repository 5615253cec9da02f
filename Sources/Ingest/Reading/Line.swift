/// A line of a file: where it is and how long, without its bytes.
package struct Line: Hashable, Sendable {
  /// The number of the line, from 1; lines of white space count.
  package let number: Int

  /// Bytes of the file before the line.
  package let byteOffset: Int

  /// Bytes of the line without its ending.
  package let byteCount: Int

  /// Whether the file ends without an ending of this line, as after a crash while writing.
  package let isUnterminated: Bool

  /// What is left of a line over the limit; nil for a line whose bytes can be read.
  package let oversized: OversizedLine?
}

/// What is kept of a line that is too long to be held in memory.
package struct OversizedLine: Hashable, Sendable {
  /// Bytes at the start of a line that are kept.
  package static let prefixByteCount = 65_536

  /// SHA-256 of the whole line without its ending, 32 bytes.
  package let digest: [UInt8]

  /// The first 64 KiB; may end inside a character.
  package let prefix: [UInt8]
}
