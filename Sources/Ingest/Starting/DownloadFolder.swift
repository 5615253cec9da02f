internal import Glibc
internal import SystemPackage

/// A folder for downloads, removed with what is in it when nobody needs it any more.
final class DownloadFolder: Sendable {
  let path: String

  /// - Throws: `StarterError.cannotWrite`.
  init() throws {
    let named = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    let folder = named.isEmpty ? "/tmp" : named
    var name = Array((folder + "/scorehouse-XXXXXX").utf8CString)
    let made = unsafe name.withUnsafeMutableBufferPointer { buffer -> String? in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    guard let made else {
      throw StarterError.cannotWrite(folder: folder, reason: "\(Errno(rawValue: errno))")
    }
    path = made
  }

  deinit {
    Self.remove(path)
  }

  /// Makes the folders above a file of this folder.
  func makeRoom(for file: String) throws -> String {
    let place = FilePath(path).appending(file)
    do {
      try OutputFolder.make(place.removingLastComponent())
    } catch {
      throw StarterError.cannotWrite(folder: path, reason: "\(error)")
    }
    return place.string
  }

  private static func remove(_ folder: String) {
    var walker = FileWalker()
    walker.add(folder)
    for file in walker.files { unsafe unlink(file) }
    // A folder above others has the shorter path.
    let folders = Set(walker.files.flatMap { above($0, in: folder) }).union([folder])
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) { unsafe rmdir(folder) }
  }

  private static func above(_ file: String, in folder: String) -> [String] {
    var folders: [String] = []
    var path = FilePath(file).removingLastComponent()
    while path.string.utf8.count > folder.utf8.count {
      folders.append(path.string)
      path = path.removingLastComponent()
    }
    return folders
  }
}
