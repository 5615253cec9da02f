import Crypto
import SystemPackage

/// A file read from its start to its end, decompressed where it is gzip data, with a running
/// digest of what was read.
///
/// Compressed data is told by its first two bytes, which begin no text.
package struct ByteSource: ~Copyable {
  /// The file as the user named it.
  package let name: String

  /// Bytes of content read so far.
  package private(set) var bytesRead = 0

  /// The last byte read; nil: nothing was.
  private(set) var lastByte: UInt8?

  private var file: InputFile.FileHandle
  private let isNamedCompressed: Bool
  private let maximumByteCount: Int
  private var decoder: GzipDecoder?
  private var isBegun = false
  // First bytes of a text that a reader with very little room has not taken yet.
  private var held: [UInt8] = []
  private var hasher = SHA256()

  /// Opens a file for reading.
  ///
  /// - Parameters:
  ///   - file: a file, or standard input that was put aside.
  ///   - maximumByteCount: where the content ends for this reader; nil: where the file does.
  ///   - maximumFileByteCount: where the file ends for this reader, compressed or not; nil: where it
  ///     does on disk.
  /// - Throws: `ReadError` when it cannot be opened. A directory fails when it is read.
  package init(
    _ file: InputFile, maximumByteCount: Int? = nil, maximumFileByteCount: Int? = nil
  ) throws(ReadError) {
    // Nothing may fail once the first property is set.
    let handle = try file.open(maximumByteCount: maximumFileByteCount)
    self.file = handle
    name = file.name
    isNamedCompressed = file.isNamedCompressed
    self.maximumByteCount = maximumByteCount ?? .max
  }

  /// Opens a file for reading.
  ///
  /// - Parameter path: the file.
  /// - Throws: `ReadError` when it cannot be opened. A directory fails when it is read.
  package init(path: String) throws(ReadError) {
    try self.init(InputFile(path: path))
  }

  /// Bytes of the file read so far, compressed or not; with the size of the file, the progress.
  package var fileBytesRead: Int { file.bytesRead }

  /// SHA-256 of the content read so far, 32 bytes; of all of it once its end was reached.
  package func digest() -> [UInt8] {
    Array(hasher.finalize())
  }

  /// Reads at least one byte unless the file has ended; interrupted calls are repeated.
  ///
  /// - Parameter memory: where the bytes go; must not be empty.
  /// - Returns: how many bytes were read, 0 at the end of the file.
  /// - Throws: `ReadError` when the system refuses, or compressed data is not whole.
  mutating func read(into memory: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    let room = min(memory.count, maximumByteCount - bytesRead)
    guard room > 0 else { return 0 }
    let memory = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<room])
    let count: Int
    do {
      count = try unsafe readContent(into: memory)
    } catch let error as ReadError {
      throw error
    } catch let failure as GzipDecoder.Failure {
      throw ReadError(file: name, problem: failure.description)
    } catch {
      throw ReadError(operation: "read", file: name, wrapping: error)
    }
    unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: memory[..<count]))
    bytesRead += count
    if count > 0 { lastByte = unsafe memory[count - 1] }
    return count
  }

  // MARK: - Private

  private mutating func readContent(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
    if !isBegun {
      isBegun = true
      let first = try firstBytes()
      if first == GzipDecoder.magic {
        decoder = try GzipDecoder(first: first)
      } else if isNamedCompressed {
        throw ReadError(file: name, problem: "is named .gz and holds no gzip data")
      } else {
        return try unsafe deliver(first, into: memory)
      }
    }
    if !held.isEmpty { return try unsafe deliver(held, into: memory) }
    return try unsafe decoder?.decode(into: memory, from: &file) ?? file.read(into: memory)
  }

  /// The first two bytes, fewer where there are no more.
  private mutating func firstBytes() throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: GzipDecoder.magic.count)
    var count = 0
    while count < bytes.count {
      let added = try unsafe bytes.withUnsafeMutableBytes { buffer in
        try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      }
      if added == 0 { break }
      count += added
    }
    return Array(bytes.prefix(count))
  }

  private mutating func deliver(
    _ bytes: [UInt8], into memory: UnsafeMutableRawBufferPointer
  ) throws -> Int {
    let count = min(bytes.count, memory.count)
    unsafe memory.copyBytes(from: bytes.prefix(count))
    held = Array(bytes.dropFirst(count))
    guard count < memory.count, count > 0 else { return count }
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count...])
    return count + (try unsafe file.read(into: rest))
  }
}
