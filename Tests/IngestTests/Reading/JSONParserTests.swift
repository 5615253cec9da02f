import Ingest
import Testing

@Suite struct JSONParserTests {
  @Test(arguments: [
    ("", JSONError.Reason.empty), (" \t\r\n", .empty),
    ("\"abc", .unterminatedString), ("[\"abc]", .unterminatedString), ("\"", .unterminatedString),
    ("[\"a\u{1}b\"]", .controlCharacter), ("[\"a\nb\"]", .controlCharacter),
    ("[\"\\x\"]", .invalidEscape), ("[\"\\u12G4\"]", .invalidEscape),
    ("[\"\\u12\"]", .invalidEscape), ("{\"\\q\":1}", .invalidEscape),
    ("\"\\ud800\"", .loneSurrogate), ("\"\\udc00\"", .loneSurrogate),
    ("\"\\ud800\\ud800\"", .loneSurrogate), ("\"\\ud83dx\"", .loneSurrogate),
    ("{\"\\udfff\":1}", .loneSurrogate),
    ("01", .invalidNumber), ("[-]", .invalidNumber), ("[1.]", .invalidNumber),
    ("[1e]", .invalidNumber), ("[1e+]", .invalidNumber), ("[-01]", .invalidNumber),
    ("[0x10]", .invalidNumber), ("[1.e3]", .invalidNumber), ("[1_000]", .invalidNumber),
    ("[-Infinity]", .invalidNumber),
    ("NaN", .invalidLiteral), ("[Infinity]", .invalidLiteral), ("[nul]", .invalidLiteral),
    ("[nulls]", .invalidLiteral), ("[True]", .invalidLiteral), ("None", .invalidLiteral),
    ("[1,]", .unexpectedCharacter), ("{\"a\":1,}", .unexpectedCharacter),
    ("[,1]", .unexpectedCharacter), ("[1 2]", .unexpectedCharacter),
    ("[1:2]", .unexpectedCharacter), ("{1:2}", .unexpectedCharacter),
    ("{\"a\" \"b\"}", .unexpectedCharacter), ("{\"a\"}", .unexpectedCharacter),
    ("{\"a\":}", .unexpectedCharacter), ("{\"a\",1}", .unexpectedCharacter),
    ("{\"a\":\"b\":1}", .unexpectedCharacter), ("{\"a\":1 \"b\":2}", .unexpectedCharacter),
    ("[1}", .unexpectedCharacter), ("{\"a\":1]", .unexpectedCharacter), ("]", .unexpectedCharacter),
    ("[+1]", .unexpectedCharacter), ("[.5]", .unexpectedCharacter), ("['a']", .unexpectedCharacter),
    ("\u{FEFF}{}", .unexpectedCharacter), ("[1]//x", .trailingText),
    ("[", .incomplete), ("[[1,2]", .incomplete), ("{\"a\":1", .incomplete), ("[1,", .incomplete),
    ("{\"a\":[1,2}", .unexpectedCharacter), ("{\"a\"", .incomplete), ("{\"a\":", .incomplete),
    ("{} {}", .trailingText), ("{\"a\":1} x", .trailingText), ("[1]]", .trailingText),
    ("1 2", .trailingText), ("\"a\" \"b\"", .trailingText), ("null,", .invalidLiteral),
  ])
  func `refuses what is not JSON`(document: String, reason: JSONError.Reason) throws {
    #expect(try refusal(of: document) == reason)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0x80, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x5B, 0xE2, 0x82],
    ] as [[UInt8]])
  func `refuses bytes that are not UTF-8`(document: [UInt8]) throws {
    #expect(try refusal(of: document) == .invalidUTF8)
  }

  @Test func `refuses a NUL byte outside of strings`() throws {
    #expect(try refusal(of: [0x5B, 0x00, 0x5D]) == .unexpectedCharacter)
    #expect(try refusal(of: [0x5B, 0x5D, 0x00]) == .trailingText)
  }

  @Test func `accepts 256 levels and no more`() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(try refusal(of: nested(256)) == nil)
    #expect(try refusal(of: nested(257)) == .tooDeep)
    #expect(try refusal(of: nested(1_000_000)) == .tooDeep)
    #expect(try refusal(of: String(repeating: "[", count: 1_000_000)) == .tooDeep)
    #expect(try refusal(of: String(repeating: "{\"a\":", count: 300)) == .tooDeep)
  }

  @Test func `names the place of the fault`() throws {
    var parser = try JSONParser()
    let error = #expect(throws: JSONError.self) {
      try parser.withDocument(copying: "{\"a\": 1, \"b\": nope}") { _ in }
    }
    #expect(error?.byteOffset == 14)
    #expect(error?.description == "has a word that is not true, false or null (at byte 14)")
  }

  @Test func `every reason has its own words`() {
    let words = JSONError.Reason.allCases.map {
      JSONError(reason: $0, byteOffset: nil).description
    }
    #expect(Set(words).count == words.count)
  }

  @Test func `the content of the padding does not matter`() throws {
    var parser = try JSONParser()
    for tail in ["]", "}", ",1]", "\"", "1"] {
      for document in ["[[1,2]", "[1", "{\"a\":{}", "[", "{\"a\":1"] {
        let bytes = Array((document + String(repeating: tail, count: 64)).utf8)
        #expect(throws: JSONError.self) {
          try withPadded(bytes, count: document.utf8.count) { padded in
            try parser.withDocument(of: padded) { _ in }
          }
        }
      }
    }
  }

  @Test func `is usable after an error and for growing documents`() throws {
    var parser = try JSONParser()
    for size in [1, 100, 70_000, 10, 300_000, 2] {
      #expect(throws: JSONError.self) { try parser.withDocument(copying: "[") { _ in } }
      let text = String(repeating: "ä\\n", count: size)
      let count = try parser.withDocument(copying: "[\"\(text)\"]") { root in
        root.elements.first { _ in true }?.string()?.unicodeScalars.count
      }
      #expect(count == size * 2)
    }
  }

  @Test func `passes on what the closure throws`() throws {
    struct Stop: Error {}
    var parser = try JSONParser()
    #expect(throws: Stop.self) { try parser.withDocument(copying: "1") { _ in throw Stop() } }
  }

  /// Reads bytes of which the last 64 are the padding, through the public door: a file.
  private func withPadded<R>(
    _ bytes: [UInt8], count: Int, _ body: (borrowing PaddedBytes) throws -> R
  ) throws -> R {
    let folder = try ScratchFolder()
    var marked = bytes
    marked.insert(UInt8(ascii: "\n"), at: count)
    var reader = try LineReader(path: folder.file(marked))
    _ = try reader.next()
    return try reader.withBytes(body)
  }
}
