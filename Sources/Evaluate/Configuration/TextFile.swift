internal import SystemPackage

/// A small text file.
package enum TextFile {
  /// The longest file that is read; settings and descriptions of models are short.
  static let maximumBytes = 4 << 20

  /// Its contents; nil where there is none.
  ///
  /// - Throws: `ConfigurationError`, where it is there and cannot be read.
  package static func contents(_ path: String) throws(ConfigurationError) -> String? {
    do {
      return try bytes(path).map { String(decoding: $0, as: UTF8.self) }
    } catch {
      throw ConfigurationError(file: path, line: nil, .unreadable("\(error)"))
    }
  }

  /// Its bytes; nil where there is none.
  static func bytes(_ path: String) throws(Errno) -> [UInt8]? {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      return try file.closeAfter {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= maximumBytes {
          let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
          if count == 0 { return bytes }
          bytes += chunk[..<count]
        }
        throw Errno.fileTooLarge
      }
    } catch Errno.noSuchFileOrDirectory {
      return nil
    } catch let error as Errno {
      throw error
    } catch {
      throw .ioError
    }
  }
}
