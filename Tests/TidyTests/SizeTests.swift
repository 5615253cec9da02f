import Testing

/// Limits on length: what does not fit on a few screens is not read as a whole.
@Suite struct SizeTests {
  static let sourceFileLines = 400
  static let testFileLines = 600
  static let functionLines = 70

  /// A long file has more than one subject.
  @Test func `no file is too long`() {
    expectNone(Self.longFiles(in: .repository))
  }

  /// A long function has more than one job; swift-format has no rule for it.
  @Test func `no function is too long`() {
    expectNone(Self.longFunctions(in: .repository))
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule counts the lines of a file`() {
    let tree: Tree = [
      "Sources/Query/A.swift": String(repeating: "\n", count: 400),
      "Sources/Query/B.swift": String(repeating: "\n", count: 401),
      "Tests/QueryTests/C.swift": String(repeating: "\n", count: 600),
      "Tests/QueryTests/D.swift": String(repeating: "\n", count: 601),
    ]
    #expect(
      Self.longFiles(in: tree) == [
        "Sources/Query/B.swift: 401 lines, the limit is 400",
        "Tests/QueryTests/D.swift: 601 lines, the limit is 600",
      ])
  }

  /// The scan goes by indentation, so each shape of a declaration needs a sample.
  @Test(arguments: [
    ("func f() {", "}"),
    ("  public static func f<T>(_ a: T) throws -> Int {", "  }"),
    ("  @inlinable func f(\n    a: Int\n  ) async -> [Int]\n  where A: B {", "  }"),
    ("  init?(a: Int) {", "  }"),
    ("  deinit {", "  }"),
    ("  subscript(i: Int) -> Int {", "  }"),
  ])
  func `the rule counts the lines of a body`(opening: String, closing: String) {
    func findings(_ count: Int) -> [String] {
      let body = String(repeating: "    if a {\n    }\n", count: count / 2)
      let text = "protocol P {\n  func f()\n  init()\n}\n\(opening)\n\(body)\(closing)\n"
      return Self.longFunctions(in: ["Sources/Query/A.swift": text])
    }
    #expect(findings(70) == [])
    #expect(findings(72) == ["Sources/Query/A.swift:5: a body of 72 lines, the limit is 70"])
  }

  /// The files over the limit of their folder.
  static func longFiles(in tree: Tree) -> [String] {
    [("Sources", sourceFileLines), ("Tests", testFileLines)].flatMap { folder, limit in
      tree.files(under: folder, ending: ".swift").compactMap { file in
        let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        return count > limit ? "\(file.path): \(count) lines, the limit is \(limit)" : nil
      }
    }
  }

  /// The functions in Sources over the limit.
  static func longFunctions(in tree: Tree) -> [String] {
    tree.files(under: "Sources", ending: ".swift").flatMap { file in
      file.lines.indices.compactMap { index in
        guard startsFunction(file.lines[index]), let count = bodyLength(file.lines[index...]),
          count > functionLines
        else { return nil }
        return "\(file.path):\(index + 1): a body of \(count) lines, the limit is \(functionLines)"
      }
    }
  }

  /// Whether a line begins the declaration of something with a body.
  private static func startsFunction(_ line: String) -> Bool {
    guard ["func ", "init", "subscript"].contains(where: line.contains) else { return false }
    let words = /\s*(?:@?\w+(?:\([^)]*\))?\s+)*(?:func\s|init[?(<]|deinit\s*\{|subscript[(<])/
    return line.prefixMatch(of: words) != nil
  }

  /// The number of lines between the brace at the end of a signature and the one that closes it at
  /// the same indentation; nil for a requirement of a protocol and for a body on the same line.
  private static func bodyLength(_ lines: ArraySlice<String>) -> Int? {
    guard let first = lines.first else { return nil }
    let depth = first.indentation
    let isSignature = { (line: String) in
      line.indentation > depth
        || [")", "where ", "->", "{"].contains(where: line.trimmed.hasPrefix)
    }
    let isOpening = { (line: String) in line.indentation == depth && line.hasSuffix("{") }
    guard
      let opening = lines.indices.first(where: {
        isOpening(lines[$0]) || ($0 > lines.startIndex && !isSignature(lines[$0]))
      }), isOpening(lines[opening]), opening == lines.startIndex || isSignature(lines[opening]),
      let closing = lines[(opening + 1)...].firstIndex(where: {
        $0.indentation == depth && $0.trimmed.hasPrefix("}")
      })
    else { return nil }
    return closing - opening - 1
  }
}
