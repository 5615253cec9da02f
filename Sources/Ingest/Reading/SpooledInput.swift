import Glibc
import SystemPackage

/// What came through standard input, put aside on disk, because a file is read more than
/// once: for its format, for what it holds, and for its records.
///
/// The copy has no name from its first moment on, so that the system removes it however the
/// process ends.
final class SpooledInput: Sendable {
  /// What messages call it.
  static let name = "standard input"

  let descriptor: FileDescriptor
  let byteCount: Int

  private static let chunkByteCount = 1 << 18

  /// Reads standard input to its end.
  ///
  /// - Throws: `ReadError` where it cannot be read; `ImportError` where the copy cannot be written.
  init() throws {
    descriptor = try Self.makeFile()
    do {
      byteCount = try Self.copy(to: descriptor)
    } catch {
      try? descriptor.close()
      throw error
    }
  }

  deinit {
    try? descriptor.close()
  }

  // MARK: - Private

  private static func makeFile() throws -> FileDescriptor {
    var path = TemporaryPlace.template
    let number = unsafe path.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      let number = unsafe mkstemp(base)
      if number >= 0 {
        unsafe unlink(base)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      }
      return number
    }
    guard number >= 0 else { throw failure(Errno(rawValue: errno)) }
    return FileDescriptor(rawValue: number)
  }

  private static func copy(to descriptor: FileDescriptor) throws -> Int {
    var input = InputFile.FileHandle(standardInput: ())
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    while true {
      let count: Int
      do {
        count = try unsafe chunk.withUnsafeMutableBytes { try unsafe input.read(into: $0) }
      } catch {
        throw ReadError(operation: "read", file: name, wrapping: error)
      }
      guard count > 0 else { return input.bytesRead }
      do {
        try descriptor.writeAll(chunk[..<count])
      } catch {
        throw failure(error)
      }
    }
  }

  private static func failure(_ error: any Error) -> ImportError {
    .cannotSpool(folder: TemporaryPlace.folder, reason: "\(error)")
  }
}
