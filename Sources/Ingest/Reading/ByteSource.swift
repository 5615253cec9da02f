import Crypto
import SystemPackage

/// A file read from its start to its end, with a running digest of what was read.
///
/// It owns the descriptor and closes it, except for standard input.
package struct ByteSource: ~Copyable {
  /// The file as the user named it.
  package let name: String

  /// Bytes read so far; with the size of the file, the progress.
  package private(set) var bytesRead = 0

  private let descriptor: FileDescriptor
  private let closesDescriptor: Bool
  private var hasher = SHA256()

  /// Opens a file for reading.
  ///
  /// - Parameter path: the file.
  /// - Throws: `ReadError` when it cannot be opened. A directory fails when it is read.
  package init(path: String) throws(ReadError) {
    guard !path.utf8.contains(0) else {
      throw ReadError(
        operation: "open", file: path, errorNumber: Errno.invalidArgument.rawValue)
    }
    do {
      descriptor = try FileDescriptor.open(
        FilePath(path), .readOnly, options: .closeOnExec, retryOnInterrupt: true)
    } catch {
      throw ReadError(operation: "open", file: path, wrapping: error)
    }
    name = path
    closesDescriptor = true
  }

  /// Reads the standard input of the process, which stays open.
  package init(standardInput _: Void) {
    descriptor = .standardInput
    name = "standard input"
    closesDescriptor = false
  }

  deinit {
    // Nothing was written: an error on closing has nothing to tell.
    if closesDescriptor { try? descriptor.close() }
  }

  /// SHA-256 of the bytes read so far, 32 bytes; of the whole file once its end was reached.
  package func digest() -> [UInt8] {
    Array(hasher.finalize())
  }

  /// Reads at least one byte unless the file has ended; interrupted calls are repeated.
  ///
  /// - Parameter memory: where the bytes go; must not be empty.
  /// - Returns: how many bytes were read, 0 at the end of the file.
  /// - Throws: `ReadError` when the system refuses.
  mutating func read(into memory: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
    let count: Int
    do {
      count = try unsafe descriptor.read(into: memory, retryOnInterrupt: true)
    } catch {
      throw ReadError(operation: "read", file: name, wrapping: error)
    }
    unsafe hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: memory[..<count]))
    bytesRead += count
    return count
  }
}

extension ReadError {
  /// Keeps the number of a system error.
  fileprivate init(operation: String, file: String, wrapping error: any Error) {
    let errorNumber = (error as? Errno)?.rawValue ?? Errno.ioError.rawValue
    self.init(operation: operation, file: file, errorNumber: errorNumber)
  }
}
