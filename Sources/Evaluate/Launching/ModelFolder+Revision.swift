internal import Crypto
internal import SystemPackage

extension ModelFolder {
  /// What tells these weights from others under the same name: the first 32 digits of a SHA-256 over
  /// names and contents of its files.
  ///
  /// - Throws: `LaunchError`, where a file cannot be read.
  /// - Complexity: O(bytes of the weights).
  public func revision() throws(LaunchError) -> String {
    var all = SHA256()
    for file in files {
      do {
        let digest = try Self.digest(of: file)
        all.update(data: Array("\(FilePath(file).lastComponent?.string ?? file)\n".utf8))
        all.update(data: digest)
      } catch {
        throw .unreadable(path: file, reason: "\(error)")
      }
    }
    let hex = all.finalize().map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return String(hex.joined().prefix(32))
  }

  private static func digest(of path: String) throws -> [UInt8] {
    let file = try FileDescriptor.open(FilePath(path), .readOnly)
    return try file.closeAfter {
      var digest = SHA256()
      var chunk = [UInt8](repeating: 0, count: 1 << 20)
      while true {
        let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
        if count == 0 { return Array(digest.finalize()) }
        unsafe chunk.withUnsafeBytes { bytes in
          unsafe digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
      }
    }
  }
}
