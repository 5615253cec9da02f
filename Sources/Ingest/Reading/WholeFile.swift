/// A file that is small enough to be held as a whole.
enum WholeFile {
  /// Its bytes, decompressed.
  ///
  /// - Throws: `ReadError`, also where there are more bytes than allowed.
  static func bytes(of file: InputFile, atMost limit: Int) throws -> [UInt8] {
    var source = try ByteSource(file)
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw ReadError(file: file.name, problem: "is larger than \(limit >> 20) MiB")
      }
    }
  }
}
