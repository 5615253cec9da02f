internal import Glibc
internal import SystemPackage

/// The names in a folder.
enum FolderNames {
  /// - Throws: `Errno`.
  static func of(_ path: String) throws(Errno) -> [String] {
    guard let folder = unsafe opendir(path) else { throw Errno(rawValue: errno) }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// The beginning of a file.
enum FilePrefix {
  /// As many bytes as there are, up to `count`.
  static func of(_ path: String, count: Int) throws -> [UInt8] {
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    return try file.closeAfter {
      var bytes = [UInt8](repeating: 0, count: count)
      let read = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
      return Array(bytes[..<read])
    }
  }
}
