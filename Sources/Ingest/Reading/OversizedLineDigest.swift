import Crypto

/// Collects what is kept of a line while it passes by.
struct OversizedLineDigest {
  private(set) var byteCount = 0
  private var hasher = SHA256()
  private var prefix: [UInt8] = []

  /// Adds the next bytes of the line.
  mutating func add(_ bytes: borrowing PaddedBytes) {
    byteCount += bytes.count
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
      let room = OversizedLine.prefixByteCount - prefix.count
      if room > 0 { unsafe prefix.append(contentsOf: buffer.prefix(room)) }
    }
  }

  /// What is kept.
  func finish() -> OversizedLine {
    OversizedLine(digest: Array(hasher.finalize()), prefix: prefix)
  }
}
