internal import Glibc

/// Lists the files below a path, each once, in byte order of their paths.
///
/// Links are followed; a folder that is met again, through a link, is not entered again.
struct FileWalker {
  /// A file or a folder that could not be looked at.
  struct Problem: Sendable {
    let path: String
    let reason: String
  }

  private(set) var files: [String] = []
  private(set) var problems: [Problem] = []
  private var visited: Set<FileIdentity> = []

  private struct FileIdentity: Hashable {
    let device: UInt64
    let node: UInt64
  }

  /// Adds what is at a path: a file, or all files below a folder.
  mutating func add(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      return problems.append(Problem(path: path, reason: Self.lastError))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: files.append(path)
    case S_IFDIR:
      let identity = FileIdentity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
      guard visited.insert(identity).inserted else { return }
      guard let names = Self.names(in: path) else {
        return problems.append(Problem(path: path, reason: Self.lastError))
      }
      // Hidden files are no results; .git alone may hold thousands.
      for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      where !name.hasPrefix(".") {
        add(path.hasSuffix("/") ? path + name : path + "/" + name)
      }
    default: return  // A socket, a pipe or a device has nothing to import.
    }
  }

  // MARK: - Private

  private static var lastError: String { unsafe String(cString: strerror(errno)) }

  private static func names(in folder: String) -> [String]? {
    guard let stream = unsafe opendir(folder) else { return nil }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      names.append(name)
    }
    return names
  }
}
