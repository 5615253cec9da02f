import CZlib

/// Decompresses gzip data piece by piece, in bounded memory whatever it grows to.
///
/// A file may have several members, as `cat a.gz b.gz` makes; they are one text. Every member's
/// checksum is compared.
///
/// Source: RFC 1952.
@safe struct GzipDecoder: ~Copyable {
  /// What is wrong with the data, in words that follow the file's name.
  enum Failure: Error {
    /// The file ends inside a member.
    case cut
    /// Something else follows a member.
    case trailing
    /// The data contradicts its checksum or the format.
    case damaged
    /// The system gives no memory.
    case noMemory
  }

  /// The first bytes of every member.
  static let magic: [UInt8] = [0x1F, 0x8B]

  // zlib keeps the address of the stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let waiting: UnsafeMutableRawBufferPointer
  private var isBetweenMembers = false

  private static let waitingByteCount = 1 << 16

  /// Begins with bytes that were read already.
  ///
  /// - Throws: `Failure.noMemory`.
  init(first bytes: [UInt8]) throws(Failure) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    unsafe waiting = .allocate(byteCount: Self.waitingByteCount, alignment: 1)
    unsafe waiting.copyBytes(from: bytes.prefix(Self.waitingByteCount))
    unsafe stream.pointee.next_in = waiting.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(min(bytes.count, Self.waitingByteCount))
    // 15 bits of window, the most there is; 16 more ask for gzip and nothing else.
    let code = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw .noMemory }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe waiting.deallocate()
  }

  /// Writes at least one byte unless the data has ended.
  ///
  /// - Parameters:
  ///   - memory: where the bytes go; must not be empty.
  ///   - file: where more compressed bytes come from.
  /// - Returns: how many bytes were written, 0 at the end.
  /// - Throws: `Failure`, or what the system has against reading.
  mutating func decode(
    into memory: UnsafeMutableRawBufferPointer, from file: inout InputFile.FileHandle
  ) throws -> Int {
    while true {
      if unsafe stream.pointee.avail_in == 0, try !refill(from: &file) {
        guard isBetweenMembers else { throw Failure.cut }
        return 0
      }
      if isBetweenMembers { try beginMember() }
      let count = try unsafe inflateOnce(into: memory)
      if count > 0 { return count }
    }
  }

  // MARK: - Private

  /// - Returns: false when the file has ended.
  private func refill(from file: inout InputFile.FileHandle) throws -> Bool {
    let count = try unsafe file.read(into: waiting)
    unsafe stream.pointee.next_in = waiting.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  private mutating func beginMember() throws(Failure) {
    guard unsafe stream.pointee.next_in.pointee == Self.magic[0] else { throw .trailing }
    guard unsafe inflateReset(stream) == Z_OK else { throw .damaged }
    isBetweenMembers = false
  }

  private mutating func inflateOnce(
    into memory: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    let room = UInt32(clamping: memory.count)
    unsafe stream.pointee.next_out = memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = room
    switch unsafe inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    case Z_MEM_ERROR: throw .noMemory
    default: throw .damaged
    }
    return unsafe Int(room - stream.pointee.avail_out)
  }
}

@available(*, unavailable)
extension GzipDecoder: Sendable {}

extension GzipDecoder.Failure: CustomStringConvertible {
  var description: String {
    switch self {
    case .cut: "its gzip data is cut off; get the whole file"
    case .trailing: "its gzip data is followed by something else"
    case .damaged: "its gzip data is damaged; get the file anew"
    case .noMemory: "there is no memory to decompress it"
    }
  }
}
