internal import SystemPackage

/// A small file that an option names.
struct TextFile {
  private let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Its whole text.
  func text() throws -> String {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      return try file.closeAfter {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
          let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
          guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
          bytes += buffer[..<count]
        }
      }
    } catch let error as Errno {
      throw TextFileError(path: path, reason: "\(error)")
    }
  }
}

/// Why a file that an option names cannot be read.
struct TextFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): cannot be read: \(reason)" }
}
