internal import Glibc
internal import SystemPackage

/// Why an export cannot be written.
public enum ExportError: Error, Hashable, CustomStringConvertible {
  case notEmpty(path: String)
  case cannotWrite(path: String, reason: String)
  case outside(path: String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .notEmpty(let path): "\(path): the folder is not empty; name one that is new"
    case .cannotWrite(let path, let reason): "\(path): cannot be written: \(reason)"
    case .outside(let path): "\(path): a stored path that leads out of the folder is not written"
    }
  }
}

/// The folder of an export.
enum OutputFolder {
  /// Makes the folder, or finds it empty.
  static func prepare(_ path: String) throws {
    try make(FilePath(path))
    guard let stream = unsafe opendir(path) else {
      throw ExportError.cannotWrite(path: path, reason: "\(Errno(rawValue: errno))")
    }
    defer { unsafe closedir(stream) }
    var entries = 0
    while unsafe readdir(stream) != nil { entries += 1 }
    // Itself and its parent are always there.
    guard entries <= 2 else { throw ExportError.notEmpty(path: path) }
  }

  /// Makes a folder and those above it.
  static func make(_ path: FilePath) throws {
    let parent = path.removingLastComponent()
    if !parent.isEmpty, parent != path, unsafe access(parent.string, F_OK) != 0 { try make(parent) }
    guard unsafe mkdir(path.string, 0o777) != 0, errno != EEXIST else { return }
    throw ExportError.cannotWrite(path: path.string, reason: "\(Errno(rawValue: errno))")
  }
}

/// A file of an export, written through a buffer.
struct OutputFile: ~Copyable {
  private let path: String
  private let descriptor: FileDescriptor
  private var buffer: [UInt8] = []
  private static let bufferBytes = 1 << 18

  /// - Throws: `ExportError.outside` for a path that leads out of the folder.
  init(_ relative: String, below folder: String) throws {
    let relativePath = FilePath(relative)
    let leadsOut =
      relativePath.isAbsolute || relativePath.components.contains { $0.kind != .regular }
    guard !leadsOut else { throw ExportError.outside(path: relative) }
    let full = FilePath(folder).pushing(relativePath)
    try OutputFolder.make(full.removingLastComponent())
    // Nothing may fail once the first property is set.
    let opened = try Self.create(full)
    path = full.string
    descriptor = opened
  }

  private static func create(_ path: FilePath) throws -> FileDescriptor {
    do {
      return try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate],
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
    } catch {
      throw ExportError.cannotWrite(path: path.string, reason: "\(error)")
    }
  }

  deinit {
    try? descriptor.close()
  }

  mutating func write(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try finish() }
  }

  /// Hands everything to the system.
  mutating func finish() throws {
    do {
      try descriptor.writeAll(buffer)
    } catch {
      throw ExportError.cannotWrite(path: path, reason: "\(error)")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
