/// Reads the lines of a file in bounded memory.
///
/// Lines end with LF or CR LF. A byte-order mark is skipped; lines of nothing but white space are
/// passed over, but count. Use:
///
///     while let line = try reader.next() {
///       try reader.withBytes { bytes in … }
///     }
package struct LineReader: ~Copyable {
  /// The longest line whose bytes are delivered unless another limit is given: 16 MiB.
  package static let defaultMaximumLineBytes = 16 << 20

  /// Bytes that are read at once unless another size is given: 256 KiB.
  package static let defaultChunkByteCount = 1 << 18

  private var buffer: InputBuffer
  private let maximumLineBytes: Int
  private var lineNumber = 0
  /// Bytes of the window that the last line takes with its ending, and without it.
  private var current = (whole: 0, content: 0)

  /// Reads a source from where it stands, normally its start.
  ///
  /// - Parameters:
  ///   - source: the file; nothing is read before the first line is asked for.
  ///   - maximumLineBytes: longer lines, not counting their ending, are delivered as oversized.
  ///   - chunkByteCount: bytes to read at once; small for tests.
  package init(
    _ source: consuming ByteSource,
    maximumLineBytes: Int = LineReader.defaultMaximumLineBytes,
    chunkByteCount: Int = LineReader.defaultChunkByteCount
  ) {
    buffer = InputBuffer(source, chunkByteCount: chunkByteCount)
    self.maximumLineBytes = maximumLineBytes
  }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - maximumLineBytes: longer lines, not counting their ending, are delivered as oversized.
  /// - Throws: `ReadError` when the file cannot be opened.
  package init(
    path: String, maximumLineBytes: Int = LineReader.defaultMaximumLineBytes
  ) throws(ReadError) {
    self.init(try ByteSource(path: path), maximumLineBytes: maximumLineBytes)
  }

  /// Bytes of content read so far, which is ahead of the lines delivered.
  package var bytesRead: Int { buffer.source.bytesRead }

  /// Bytes of the file read so far, compressed or not.
  package var fileBytesRead: Int { buffer.source.fileBytesRead }

  /// Whether the content read so far ends with a line end, or there is none.
  package var endsWithLineEnd: Bool { [nil, 0x0A].contains(buffer.source.lastByte) }

  /// SHA-256 of every byte of the file, 32 bytes; reads on to the end of the file.
  ///
  /// - Throws: `ReadError` when the system refuses. Lines not yet delivered are lost.
  package mutating func finishDigest() throws(ReadError) -> [UInt8] {
    current = (0, 0)
    repeat { buffer.consume(buffer.count) } while try buffer.fill()
    return buffer.source.digest()
  }

  /// Goes to the next line that holds more than white space.
  ///
  /// - Returns: the line, or nil at the end of the file.
  /// - Throws: `ReadError` when the system refuses.
  package mutating func next() throws(ReadError) -> Line? {
    if lineNumber == 0 { try buffer.skipByteOrderMark() }
    while let line = try advance() {
      if line.oversized != nil || !isBlank { return line }
    }
    return nil
  }

  /// Lends the bytes of the line that `next()` returned last, in place.
  ///
  /// - Parameter body: reads the bytes, which cannot leave it; there are none when the line is
  ///   oversized, before the first line and after the last one.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  package func withBytes<R, Failure: Error>(
    _ body: (borrowing PaddedBytes) throws(Failure) -> R
  ) throws(Failure) -> R {
    try buffer.withBytes(first: current.content, body)
  }

  // MARK: - Private

  private var isBlank: Bool {
    unsafe buffer.bytes.prefix(current.content).allSatisfy { byte in
      byte == 0x20 || (0x09...0x0D).contains(byte)
    }
  }

  private mutating func advance() throws(ReadError) -> Line? {
    buffer.consume(current.whole)
    current = (0, 0)
    var searched = 0
    while true {
      if let newline = buffer.firstIndex(of: 0x0A, from: searched) {
        return try take(lineEndingAt: newline)
      }
      searched = buffer.count
      // One byte more than the limit may be the CR of a line that is just short enough.
      if searched > maximumLineBytes + 1 { return try skipOversized() }
      if try buffer.fill() { continue }
      return searched == 0 ? nil : try takeUnterminated()
    }
  }

  private mutating func take(lineEndingAt newline: Int) throws(ReadError) -> Line {
    let hasReturn = newline > 0 && buffer[newline - 1] == 0x0D
    let content = hasReturn ? newline - 1 : newline
    return try take(content: content, whole: newline + 1, isUnterminated: false)
  }

  private mutating func takeUnterminated() throws(ReadError) -> Line {
    try take(content: buffer.count, whole: buffer.count, isUnterminated: true)
  }

  private mutating func take(
    content: Int, whole: Int, isUnterminated: Bool
  ) throws(ReadError) -> Line {
    if content > maximumLineBytes { return try skipOversized() }
    lineNumber += 1
    current = (whole, content)
    return Line(
      number: lineNumber, byteOffset: buffer.byteOffset, byteCount: content,
      isUnterminated: isUnterminated, oversized: nil)
  }

  /// Passes over a line, of which the window holds the start, a chunk at a time.
  private mutating func skipOversized() throws(ReadError) -> Line {
    let byteOffset = buffer.byteOffset
    var digest = OversizedLineDigest()
    let isUnterminated = try skipContent(into: &digest)
    lineNumber += 1
    return Line(
      number: lineNumber, byteOffset: byteOffset, byteCount: digest.byteCount,
      isUnterminated: isUnterminated, oversized: digest.finish())
  }

  /// - Returns: whether the file ended before the line did.
  private mutating func skipContent(
    into digest: inout OversizedLineDigest
  ) throws(ReadError) -> Bool {
    while true {
      let newline = buffer.firstIndex(of: 0x0A, from: 0)
      let known = newline ?? buffer.count
      // A CR stays in the window until it is known whether LF follows.
      let held = known > 0 && buffer[known - 1] == 0x0D ? 1 : 0
      buffer.withBytes(first: known - held) { bytes in digest.add(bytes) }
      buffer.consume(known - held)
      if newline != nil {
        buffer.consume(held + 1)
        return false
      }
      if try buffer.fill() { continue }
      buffer.withBytes(first: held) { bytes in digest.add(bytes) }
      buffer.consume(held)
      return true
    }
  }
}
