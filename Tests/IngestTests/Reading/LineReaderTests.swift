import Crypto
import Foundation
import Ingest
import TestSupport
import Testing

@Suite struct LineReaderTests {
  /// A line with its bytes, for comparison.
  struct Seen: Equatable {
    var number: Int
    var offset: Int
    var text: String
    var isUnterminated = false
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 16, 1 << 20])
  func `delivers lines whatever the size of a chunk`(chunk: Int) throws {
    let text = "\u{FEFF}{\"a\":1}\r\n\n  \t \r\nzweite ä\n\r\n\u{FEFF}x\ry\r\r\nlast"
    let seen = try lines(Array(text.utf8), chunk: chunk)
    #expect(
      seen == [
        Seen(number: 1, offset: 3, text: "{\"a\":1}"),
        Seen(number: 4, offset: 19, text: "zweite ä"),
        Seen(number: 6, offset: 31, text: "\u{FEFF}x\ry\r"),
        Seen(number: 7, offset: 40, text: "last", isUnterminated: true),
      ])
  }

  @Test(arguments: ["", "\n", "\r\n\n", "\u{FEFF}", "\u{FEFF}\n", " ", "\t\r"])
  func `has no lines`(text: String) throws {
    #expect(try lines(Array(text.utf8), chunk: 1) == [])
    #expect(try lines(Array(text.utf8), chunk: 1 << 20) == [])
  }

  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
  }

  @Test func `keeps bytes that are not a whole byte-order mark`() throws {
    var reader = try LineReader(path: folder.file([0xEF, 0xBB]))
    let line = try reader.next()
    #expect(line?.byteCount == 2)
    #expect(line?.byteOffset == 0)
  }

  @Test(arguments: 0..<30)
  func `agrees with splitting the text`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var text = ""
    for _ in 0..<200 {
      text += String(repeating: "z", count: Int.random(in: 1...90, using: &random))
      text += Bool.random(using: &random) ? "\n" : "\r\n"
    }
    let expected = text.split(whereSeparator: \.isNewline).map(String.init)
    let chunk = Int.random(in: 1...200, using: &random)
    #expect(try lines(Array(text.utf8), chunk: chunk).map { $0.text } == expected)
  }

  @Test(arguments: [1, 3, 64, 1 << 20], ["\n", "\r\n", "", "\r"])
  func `passes over a line that is too long`(chunk: Int, ending: String) throws {
    let long = Array(String(repeating: "0123456789", count: 20).utf8)
    let isLast = ending.utf8.last != UInt8(ascii: "\n")
    let content = ending == "\r" ? long + [0x0D] : long
    let tail: [UInt8] = isLast ? [] : Array("next\n".utf8)
    let path = try folder.file(Array("first\n".utf8) + long + Array(ending.utf8) + tail)
    var reader = LineReader(
      try ByteSource(path: path), maximumLineBytes: 100, chunkByteCount: chunk)
    #expect(try reader.next()?.oversized == nil)
    let line = try #require(try reader.next())
    #expect(line.number == 2)
    #expect(line.byteOffset == 6)
    #expect(line.byteCount == content.count)
    #expect(line.isUnterminated == isLast)
    #expect(line.oversized?.digest == Array(SHA256.hash(data: content)))
    #expect(line.oversized?.prefix == content)
    #expect(reader.withBytes { bytes in bytes.count } == 0)
    let after = try reader.next()
    #expect(after?.number == (isLast ? nil : 3))
    #expect(after?.byteCount == (isLast ? nil : 4))
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [1, 9, 10, 11, 12, 64])
  func `the limit does not count the ending`(chunk: Int) throws {
    let path = try folder.file(Array("0123456789\r\n0123456789\n01234567890\n0123456789".utf8))
    var reader = LineReader(
      try ByteSource(path: path), maximumLineBytes: 10, chunkByteCount: chunk)
    var kinds: [Bool] = []
    while let line = try reader.next() { kinds.append(line.oversized == nil) }
    #expect(kinds == [true, true, false, true])
  }

  @Test func `keeps 64 KiB of a line that is too long`() throws {
    let path = try folder.file(Array(repeating: 0x61, count: 300_000))
    var reader = LineReader(
      try ByteSource(path: path), maximumLineBytes: 1_000, chunkByteCount: 4_096)
    let line = try #require(try reader.next())
    #expect(line.byteCount == 300_000)
    #expect(line.oversized?.prefix.count == 65_536)
  }

  @Test(arguments: [0, 1, 3, 1_000])
  func `digests the whole file`(read: Int) throws {
    let bytes = Array(String(repeating: "\u{FEFF}line of text\r\n", count: 500).utf8)
    let path = try folder.file(bytes)
    var reader = LineReader(try ByteSource(path: path), chunkByteCount: 100)
    for _ in 0..<read { _ = try reader.next() }
    #expect(reader.bytesRead <= bytes.count)
    #expect(try reader.finishDigest() == Array(SHA256.hash(data: bytes)))
    #expect(reader.bytesRead == bytes.count)
    #expect(try reader.next() == nil)
  }

  @Test func `reads from a pipe that delivers in pieces`() async throws {
    let path = folder.path + "/pipe"
    let status = unsafe mkfifo(path, 0o600)
    #expect(status == 0)
    let writer = Thread {
      guard let file = FileHandle(forWritingAtPath: path) else { return }
      for piece in ["{\"a\"", ":1}\r", "\n{}", "\n"] {
        file.write(Data(piece.utf8))
        usleep(2_000)
      }
    }
    writer.start()
    var reader = try LineReader(path: path)
    var texts: [String] = []
    while try reader.next() != nil { texts.append(reader.withBytes { bytes in bytes.text() }) }
    #expect(texts == ["{\"a\":1}", "{}"])
  }

  @Test func `says why a file cannot be read`() throws {
    let missing = folder.path + "/missing.jsonl"
    let error = #expect(throws: ReadError.self) { _ = try LineReader(path: missing) }
    #expect(error?.description == "cannot open \(missing): No such file or directory")
    let failure = #expect(throws: ReadError.self) {
      var reader = try LineReader(path: folder.path)
      _ = try reader.next()
    }
    #expect(failure?.description == "cannot read \(folder.path): Is a directory")
    #expect(throws: ReadError.self) { _ = try LineReader(path: "a\0b") }
  }

  @Test func `closes the file`() throws {
    let path = try folder.file(Array("x\n".utf8))
    for _ in 0..<5_000 {
      var reader = LineReader(try ByteSource(path: path), chunkByteCount: 64)
      _ = try reader.next()
    }
  }

  /// In a process of its own: the peak is that of a process, and tests run side by side.
  @Test(.enabled(if: residentPeakKilobytes() != nil && !isAddressSanitized()))
  func `memory stays bounded`() async {
    await #expect(processExitsWith: .success) {
      let folder = try ScratchFolder()
      let path = try folder.bigFile(lineBytes: 4_000, lines: 16_000)
      let oversized = try folder.bigFile(lineBytes: 64_000_000, lines: 1)
      let before = residentPeakKilobytes() ?? 0
      #expect(try LineReaderTests.memberCount(path) == 16_000)
      var reader = LineReader(try ByteSource(path: oversized), maximumLineBytes: 4 << 20)
      #expect(try reader.next()?.byteCount == 64_000_000)
      let growth = (residentPeakKilobytes() ?? 0) - before
      #expect(growth < 24 * 1_024, "grew by \(growth) KiB")
    }
  }

  // MARK: - Private

  private static func memberCount(_ path: String) throws -> Int {
    var reader = try LineReader(path: path)
    var parser = try JSONParser()
    var count = 0
    while try reader.next() != nil {
      count += try reader.withBytes { (bytes: borrowing PaddedBytes) throws in
        try parser.withDocument(of: bytes) { $0.count }
      }
    }
    return count
  }

  private func lines(_ bytes: [UInt8], chunk: Int) throws -> [Seen] {
    var reader = LineReader(
      try ByteSource(path: folder.file(bytes)), chunkByteCount: chunk)
    var seen: [Seen] = []
    while let line = try reader.next() {
      let text = reader.withBytes { bytes in bytes.text() }
      #expect(text.utf8.count == line.byteCount)
      seen.append(
        Seen(
          number: line.number, offset: line.byteOffset, text: text,
          isUnterminated: line.isUnterminated))
    }
    return seen
  }
}

extension ScratchFolder {
  /// A file of lines of JSON, `["xxx…"]`, written without holding it in memory.
  func bigFile(lineBytes: Int, lines: Int) throws -> String {
    let path = self.path + "/\(lineBytes)x\(lines)"
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    let piece = Data(repeating: UInt8(ascii: "x"), count: min(lineBytes, 4_000) - 4)
    for _ in 0..<lines {
      try file.write(contentsOf: Data("[\"".utf8))
      var left = lineBytes - 4
      while left > 0 {
        try file.write(contentsOf: piece.prefix(left))
        left -= min(left, piece.count)
      }
      try file.write(contentsOf: Data("\"]\n".utf8))
    }
    try file.close()
    return path
  }
}
