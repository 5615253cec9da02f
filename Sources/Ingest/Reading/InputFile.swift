import Glibc
import SystemPackage

/// What can be opened and read several times from its start: a file, or standard input once it
/// was put aside.
package struct InputFile: Sendable {
  /// The file as the user named it, or `standard input`.
  package let name: String
  /// Whether the name says that the content is compressed.
  let isNamedCompressed: Bool
  private let spooled: SpooledInput?

  /// A file on disk.
  package init(path: String) {
    name = path
    isNamedCompressed = FilePlace(path).isCompressed
    spooled = nil
  }

  /// What came through standard input.
  ///
  /// - Parameter isNamedCompressed: what the name that a person gave it says.
  init(_ spooled: SpooledInput, isNamedCompressed: Bool) {
    name = SpooledInput.name
    self.isNamedCompressed = isNamedCompressed
    self.spooled = spooled
  }

  /// The bytes on disk now; nil where the file is gone.
  var byteCount: Int? { stamp?.byteCount }

  /// What the system says of the file now; nil where it is gone.
  var stamp: FileStamp? {
    if let spooled { return FileStamp(byteCount: spooled.byteCount) }
    var status = stat()
    return unsafe stat(name, &status) == 0 ? FileStamp(status) : nil
  }

  /// Something to read it from its start with.
  ///
  /// - Parameter maximumByteCount: where the file ends for the reader; nil: where it does on disk.
  func open(maximumByteCount: Int? = nil) throws(ReadError) -> FileHandle {
    if let spooled { return FileHandle(spooled) }
    guard !name.utf8.contains(0) else {
      throw ReadError(
        operation: "open", file: name, errorNumber: Errno.invalidArgument.rawValue)
    }
    do {
      return FileHandle(
        try FileDescriptor.open(
          FilePath(name), .readOnly, options: .closeOnExec, retryOnInterrupt: true),
        maximumByteCount: maximumByteCount ?? .max)
    } catch {
      throw ReadError(operation: "open", file: name, wrapping: error)
    }
  }

  /// An open file that is read once, from its start to its end.
  struct FileHandle: ~Copyable {
    private let descriptor: FileDescriptor
    // Many readers share its descriptor, each with a place of its own.
    private let spooled: SpooledInput?
    private let closesDescriptor: Bool
    private let maximumByteCount: Int
    private(set) var bytesRead = 0

    fileprivate init(_ descriptor: FileDescriptor, maximumByteCount: Int) {
      self.descriptor = descriptor
      self.maximumByteCount = maximumByteCount
      spooled = nil
      closesDescriptor = true
    }

    fileprivate init(_ spooled: SpooledInput) {
      descriptor = spooled.descriptor
      self.spooled = spooled
      maximumByteCount = spooled.byteCount
      closesDescriptor = false
    }

    /// The standard input of the process, which stays open.
    init(standardInput _: Void) {
      descriptor = .standardInput
      maximumByteCount = .max
      spooled = nil
      closesDescriptor = false
    }

    deinit {
      // Nothing was written: an error on closing has nothing to tell.
      if closesDescriptor { try? descriptor.close() }
    }

    /// Reads at least one byte unless the file has ended; interrupted calls are repeated.
    mutating func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
      let room = min(memory.count, maximumByteCount - bytesRead)
      guard room > 0 else { return 0 }
      let memory = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<room])
      let count =
        spooled == nil
        ? try unsafe descriptor.read(into: memory, retryOnInterrupt: true)
        : try unsafe descriptor.read(
          fromAbsoluteOffset: Int64(bytesRead), into: memory, retryOnInterrupt: true)
      bytesRead += count
      return count
    }
  }
}
