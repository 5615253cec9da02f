import Crypto
import Ingest
import TestSupport
import Testing

@Suite struct CSVReaderTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
  }

  @Test(arguments: [1, 2, 3, 5, 1 << 20])
  func `reads what RFC 4180 allows`(chunk: Int) throws {
    let text = [
      "\u{FEFF}a,b,c\r\n", "1,\"x, \"\"y\"\"\",\r\n", "\r\n",
      "\"multi\nline\r\nfield\",,\"end\"\n", "q\"uote,cr\rinside, space\n", "ü,\"\",last",
    ].joined()
    let outcome = try read(Array(text.utf8), chunk: chunk)
    #expect(outcome.errors == [])
    #expect(
      outcome.records == [
        CSVRecord(line: 1, fields: ["a", "b", "c"]),
        CSVRecord(line: 2, fields: ["1", "x, \"y\"", ""]),
        CSVRecord(line: 4, fields: ["multi\nline\r\nfield", "", "end"]),
        CSVRecord(line: 7, fields: ["q\"uote", "cr\rinside", " space"]),
        CSVRecord(line: 8, fields: ["ü", "", "last"]),
      ])
  }

  @Test(
    arguments: [
      ("", []), ("\n\r\n", []), ("\u{FEFF}", []), (",", [["", ""]]), ("a", [["a"]]),
      ("\"\"", [[""]]), ("a,", [["a", ""]]), ("a\r", [["a\r"]]), ("\"a\"\r\n", [["a"]]),
      ("\"\"\"\"", [["\""]]), ("a,b\n\n,\n", [["a", "b"], ["", ""]]),
    ] as [(String, [[String]])])
  func `reads small files`(text: String, fields: [[String]]) throws {
    for chunk in [1, 2, 64] {
      #expect(try read(Array(text.utf8), chunk: chunk).records.map { $0.fields } == fields)
    }
  }

  @Test(arguments: zip(CSVDelimiter.allCases, ["\t", ",", ";", "|"]))
  func `takes other delimiters`(delimiter: CSVDelimiter, text: String) throws {
    let other = text == "," ? ";" : ","
    let bytes = Array("a\(text)\"b\(text)c\"\(text)d\(other)e\n".utf8)
    let outcome = try read(bytes, delimiter: delimiter, chunk: 3)
    #expect(outcome.records.map { $0.fields } == [["a", "b\(text)c", "d\(other)e"]])
  }

  @Test(arguments: [1, 2, 1 << 20])
  func `goes on behind a bad record`(chunk: Int) throws {
    var bytes = Array("ok,1\n".utf8)
    bytes += [0xFF, 0x2C, 0x32, 0x0A]
    bytes += Array("ok,2\n\"x\"y,\"z\nok,3\nnul,\0\n\"ok\n\",4\n\"\u{E9}\",".utf8) + [0xC3, 0x0A]
    bytes += Array("ok,5\n\"open,6\nok,7\n".utf8)
    let outcome = try read(bytes, chunk: chunk)
    #expect(outcome.records.map { $0.fields.last } == ["1", "2", "3", "4", "5"])
    #expect(outcome.records.map { $0.line } == [1, 3, 5, 7, 10])
    #expect(
      outcome.errors == [
        .invalidUTF8(line: 2), .textAfterClosingQuote(line: 4), .nulByte(line: 6),
        .invalidUTF8(line: 9), .unterminatedQuote(line: 11),
      ])
    #expect(outcome.errors.allSatisfy { $0.isRecoverable })
    #expect(outcome.errors.last?.description == "unterminated quote opened at line 11")
  }

  @Test func `names the line of a quote inside a record`() throws {
    let outcome = try read(Array("a,\"b\nc\",\"d\ne".utf8), chunk: 4)
    #expect(outcome.errors == [.unterminatedQuote(line: 2)])
  }

  @Test(arguments: [1, 16, 1 << 20])
  func `refuses a record that is too long and goes on`(chunk: Int) throws {
    let long = String(repeating: "x,", count: 200) + "\"" + String(repeating: "y\n", count: 50)
    let path = try folder.file(Array("a\n\(long)\"\nb\n".utf8))
    var reader = CSVReader(
      try ByteSource(path: path), maximumRecordBytes: 100, chunkByteCount: chunk)
    #expect(try reader.next()?.fields == ["a"])
    #expect(throws: CSVError.recordTooLong(line: 2, maximumBytes: 100)) { try reader.next() }
    #expect(try reader.next() == CSVRecord(line: 53, fields: ["b"]))
    #expect(try reader.next() == nil)
  }

  @Test func `reports a file that cannot be read`() throws {
    var reader = CSVReader(try ByteSource(path: folder.path))
    let error = #expect(throws: CSVError.self) { try reader.next() }
    #expect(error?.isRecoverable == false)
    #expect(error?.description == "cannot read \(folder.path): Is a directory")
  }

  @Test func `digests the whole file`() throws {
    let bytes = Array("a,b\n1,2\n".utf8)
    var reader = CSVReader(try ByteSource(path: folder.file(bytes)))
    _ = try reader.next()
    #expect(try reader.finishDigest() == Array(SHA256.hash(data: bytes)))
    #expect(reader.bytesRead == 8)
  }

  @Test(arguments: 0..<40)
  func `what is written is read back`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let alphabet = ["a", "\"", ",", "\n", "\r\n", "é", " ", ";"]
    let table = (0..<30).map { _ in
      (0..<Int.random(in: 1...5, using: &random)).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }.joined()
      }
    }
    let text = table.map { fields in
      fields.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
    }.joined()
    let outcome = try read(Array(text.utf8), chunk: Int.random(in: 1...40, using: &random))
    #expect(outcome.errors == [])
    #expect(outcome.records.map { $0.fields } == table, "seed \(seed)")
  }

  // MARK: - Private

  private func read(
    _ bytes: [UInt8], delimiter: CSVDelimiter = .comma, chunk: Int
  ) throws -> (records: [CSVRecord], errors: [CSVError]) {
    var reader = CSVReader(
      try ByteSource(path: folder.file(bytes)), delimiter: delimiter, chunkByteCount: chunk)
    var (records, errors): ([CSVRecord], [CSVError]) = ([], [])
    while true {
      do {
        guard let record = try reader.next() else { return (records, errors) }
        records.append(record)
      } catch {
        errors.append(error)
        if !error.isRecoverable { return (records, errors) }
      }
    }
  }
}
