import Crypto
import TestSupport
import Testing

@testable import Ingest

/// Compressed files, through the reader that everything else uses.
@Suite(.temporaryFolder)
struct GzipDecoderTests {
  @Test(arguments: SeededRandom.seeds(20))
  func `members give their bytes, one after the other, in chunks of any size`(
    random: SeededRandom
  ) throws {
    var random = random
    var (plain, packed): ([UInt8], [UInt8]) = ([], [])
    for _ in 0..<random.int(1...5) {
      let count = random.pick([0, 1, 2, 100, 70_000, 300_000])
      let bytes = random.oneIn(2) ? random.bytes(count: count) : Array(repeating: 7, count: count)
      plain += bytes
      packed += try Gzip.member(bytes)
    }
    let path = try TemporaryFolder.current.write(packed, to: "x.gz")
    let read = try Self.content(path, chunk: random.pick([1, 2, 3, 1_000, 1 << 18]))
    #expect(read.bytes == plain)
    #expect(read.digest == Array(SHA256.hash(data: plain)))
    #expect(read.fileBytes == packed.count)
  }

  @Test func `cut anywhere, the data is refused and never taken for the whole`() throws {
    let packed = try Gzip.member(Array("one\ntwo\n".utf8)) + Gzip.member(Array("three\n".utf8))
    let boundary = try Gzip.member(Array("one\ntwo\n".utf8)).count
    for count in 0..<packed.count where count != boundary {
      let path = try TemporaryFolder.current.write(Array(packed.prefix(count)), to: "x.gz")
      let error = #expect(throws: ReadError.self) { try Self.content(path, chunk: 4_096) }
      let word = count < 2 ? "holds no gzip data" : "cut off"
      #expect(error?.description.contains(word) == true, "\(count): \(String(describing: error))")
    }
  }

  @Test func `a byte that is not the one written is found`() throws {
    let packed = try Gzip.member(Array("a text that is long enough\n".utf8))
    // Flags, time and system in the header may be anything.
    for position in [0, 1, 2] + Array(10..<packed.count) {
      var damaged = packed
      damaged[position] ^= 0x55
      let path = try TemporaryFolder.current.write(damaged, to: "x.gz")
      #expect(throws: ReadError.self) { try Self.content(path, chunk: 4_096) }
    }
  }

  @Test(arguments: ["x", "\0\0\0", "\u{1F}x", "plain text behind it\n"])
  func `what follows the data is refused`(rest: String) throws {
    let packed = try Gzip.member(Array("one\n".utf8)) + Array(rest.utf8)
    let path = try TemporaryFolder.current.write(packed, to: "x.gz")
    #expect(throws: ReadError.self) { try Self.content(path, chunk: 4_096) }
  }

  @Test func `the content decides, not the name`() throws {
    let bytes = Array("{}\n".utf8)
    let folder = try TemporaryFolder.current
    let unnamed = try folder.write(try Gzip.member(bytes), to: "x.jsonl")
    #expect(try Self.content(unnamed, chunk: 1).bytes == bytes)
    let misnamed = try folder.write(bytes, to: "y.jsonl.gz")
    let error = #expect(throws: ReadError.self) { try Self.content(misnamed, chunk: 1) }
    #expect(
      error?.description == "cannot read \(misnamed): is named .gz and holds no gzip data")
  }

  @Test func `content can end before the file does`() throws {
    let folder = try TemporaryFolder.current
    let plain = Array("one\ntwo\nthree\n".utf8)
    for path in [
      try folder.write(plain, to: "x"), try folder.write(try Gzip.member(plain), to: "x.gz"),
    ] {
      for limit in 0...plain.count {
        let read = try Self.content(path, chunk: 5, limit: limit)
        #expect(read.bytes == Array(plain.prefix(limit)))
      }
    }
  }

  /// The whole content, and what the reader says of it.
  private static func content(
    _ path: String, chunk: Int, limit: Int? = nil
  ) throws -> (bytes: [UInt8], digest: [UInt8], fileBytes: Int) {
    var source = try ByteSource(InputFile(path: path), maximumByteCount: limit)
    var memory = [UInt8](repeating: 0, count: chunk)
    var bytes: [UInt8] = []
    while true {
      let count = try unsafe memory.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
      guard count > 0 else { return (bytes, source.digest(), source.fileBytesRead) }
      bytes += memory[..<count]
    }
  }
}
