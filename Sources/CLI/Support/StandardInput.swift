internal import ArgumentParser
internal import Glibc

/// Standard input as a text.
enum StandardInput {
  /// Whether a person would have to type it.
  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// All of it.
  ///
  /// - Throws: `ValidationError` for more bytes than the limit, or what is no UTF-8.
  static func text(limit: Int) throws -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw ValidationError("standard input has more than \(limit >> 20) MiB")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValidationError("standard input is not UTF-8")
    }
    return text
  }
}
