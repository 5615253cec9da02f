/// A window on a file: bytes are added at its end in chunks and taken from its start.
///
/// Behind the window there are always `PaddedBytes.padding` bytes that can be read. Memory is the
/// largest window that was ever asked for, plus a chunk.
@safe struct InputBuffer: ~Copyable {
  private(set) var source: ByteSource
  private let chunkByteCount: Int
  /// Without the padding, which is allocated too.
  private var capacity: Int
  private var memory: UnsafeMutablePointer<UInt8>
  private var start = 0
  private var end = 0

  /// Where the window starts, as bytes from the start of the file.
  private(set) var byteOffset = 0

  /// A window on nothing yet.
  init(_ source: consuming ByteSource, chunkByteCount: Int) {
    precondition(chunkByteCount > 0, "a chunk holds at least one byte")
    self.source = source
    self.chunkByteCount = chunkByteCount
    capacity = chunkByteCount
    unsafe memory = .allocate(capacity: chunkByteCount + PaddedBytes.padding)
    unsafe memory.initialize(repeating: 0, count: chunkByteCount + PaddedBytes.padding)
  }

  deinit {
    unsafe memory.deallocate()
  }

  /// Bytes in the window.
  var count: Int { end - start }

  /// The window; the pointer holds until the next call that changes the buffer.
  var bytes: UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: memory + start, count: count)
  }

  /// The byte at a place of the window; the place must be inside.
  subscript(place: Int) -> UInt8 {
    precondition(place >= 0 && place < count, "outside the window")
    return unsafe memory[start + place]
  }

  /// The first such byte at or behind a place of the window.
  func firstIndex(of byte: UInt8, from place: Int) -> Int? {
    let rest = unsafe UnsafeBufferPointer(rebasing: bytes[place...])
    return unsafe Ingest.firstIndex(of: byte, in: rest).map { $0 + place }
  }

  /// Lends the first bytes of the window with their padding.
  func withBytes<R, Failure: Error>(
    first count: Int, _ body: (borrowing PaddedBytes) throws(Failure) -> R
  ) throws(Failure) -> R {
    precondition(count >= 0 && count <= self.count, "outside the window")
    return try body(unsafe PaddedBytes(base: memory + start, count: count))
  }

  /// Takes bytes from the start of the window.
  mutating func consume(_ count: Int) {
    precondition(count >= 0 && count <= self.count, "outside the window")
    start += count
    byteOffset += count
  }

  /// Adds a chunk, or what there is of one, to the window.
  ///
  /// - Returns: false when the file has ended and nothing was added.
  /// - Throws: `ReadError` when the system refuses; the window stays as it was.
  mutating func fill() throws(ReadError) -> Bool {
    makeRoom()
    let added = try unsafe source.read(
      into: UnsafeMutableRawBufferPointer(start: memory + end, count: chunkByteCount))
    end += added
    return added > 0
  }

  /// Skips a byte-order mark, which only the start of a file can have.
  mutating func skipByteOrderMark() throws(ReadError) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    while count < mark.count, try fill() {}
    if unsafe bytes.starts(with: mark) { consume(mark.count) }
  }

  // MARK: - Private

  private mutating func makeRoom() {
    if start > 0 {
      unsafe memory.update(from: memory + start, count: count)
      (start, end) = (0, count)
    }
    guard capacity - end < chunkByteCount else { return }
    let larger = max(capacity * 2, end + chunkByteCount)
    let moved = UnsafeMutablePointer<UInt8>.allocate(
      capacity: larger + PaddedBytes.padding)
    unsafe moved.initialize(from: memory, count: end)
    unsafe (moved + end).initialize(repeating: 0, count: larger + PaddedBytes.padding - end)
    unsafe memory.deallocate()
    (unsafe memory, capacity) = (unsafe moved, larger)
  }
}
