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
  /// Sockets, pipes and devices: they have nothing to import.
  private(set) var specialFileCount = 0
  /// Files that an exclusion fits.
  private(set) var excludedFileCount = 0
  private(set) var problems: [Problem] = []
  private let exclusions: Exclusions
  private var visited: Set<FileIdentity> = []

  private struct FileIdentity: Hashable {
    let device: UInt64
    let node: UInt64
  }

  init(exclusions: Exclusions = Exclusions([])) {
    self.exclusions = exclusions
  }

  /// Adds what is at a path: a file, or all files below a folder.
  mutating func add(_ path: String) {
    add(path, below: nil, isExcluded: false)
  }

  // MARK: - Private

  /// - Parameters:
  ///   - place: the path below the one that was given; nil: the given one itself.
  ///   - isExcluded: whether a folder above is.
  private mutating func add(_ path: String, below place: String?, isExcluded: Bool) {
    let name = place ?? String(path.split(separator: "/").last ?? "")
    // Names such as `.` and `..` stand for a folder that was asked for.
    let isExcluded = isExcluded || (![".", ".."].contains(name) && exclusions.fit(name))
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if isExcluded { return }
      return problems.append(Problem(path: path, reason: Self.lastError))
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      if isExcluded { excludedFileCount += 1 } else { files.append(path) }
    case S_IFDIR:
      let identity = FileIdentity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
      guard visited.insert(identity).inserted else { return }
      addFolder(path, place, isExcluded: place != nil && isExcluded)
    default: specialFileCount += 1
    }
  }

  private mutating func addFolder(_ path: String, _ place: String?, isExcluded: Bool) {
    guard let names = Self.names(in: path) else {
      if isExcluded { return }
      return problems.append(Problem(path: path, reason: Self.lastError))
    }
    // Hidden files are no results; .git alone may hold thousands.
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where !name.hasPrefix(".") {
      add(
        path.hasSuffix("/") ? path + name : path + "/" + name,
        below: place.map { $0 + "/" + name } ?? name, isExcluded: isExcluded)
    }
  }

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
