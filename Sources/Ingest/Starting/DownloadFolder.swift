internal import Glibc
internal import SystemPackage

/// A folder for downloads, removed with what is in it when nobody needs it any more.
final class DownloadFolder: Sendable {
  let path: String
  // Below the path.
  private let files: [String]

  /// - Parameter files: all that will lie in it, as paths below it.
  /// - Throws: `StarterError.cannotWrite`.
  init(for files: [String]) throws {
    self.files = files
    var name = TemporaryPlace.template
    let made = unsafe name.withUnsafeMutableBufferPointer { buffer -> String? in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    guard let made else {
      throw StarterError.cannotWrite(
        folder: TemporaryPlace.folder, reason: "\(Errno(rawValue: errno))")
    }
    path = made
  }

  deinit {
    let places = files.map { FilePath(path).appending($0) }
    for place in places { unsafe unlink(place.string) }
    var folders: Set = [path]
    for place in places {
      var folder = place.removingLastComponent()
      while folder.string.utf8.count > path.utf8.count {
        folders.insert(folder.string)
        folder = folder.removingLastComponent()
      }
    }
    // A folder has a shorter path than those in it.
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) { unsafe rmdir(folder) }
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
}
