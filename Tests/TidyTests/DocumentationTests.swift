import Testing

/// What a reader needs beside the code: a sentence for each public declaration, a record for each
/// decision, a mention of each verb; and nothing left for later.
@Suite struct DocumentationTests {
  /// The targets that a program runs, which may print and stop; the others return or throw.
  static let programs: Set = ["CLI", "embed-sql"]

  /// Public declarations are the library's manual.
  ///
  /// swift-format asks for a comment; this, for a sentence in it.
  @Test func `public declarations start with a sentence`() {
    expectNone(Self.undocumented(in: .repository))
  }

  /// A note to self in the code is an issue nobody sees, and a library that prints or stops takes a
  /// decision that is its caller's.
  @Test func `nothing is left over and libraries neither print nor stop`() {
    expectNone(Self.leftovers(in: .repository))
  }

  /// Decisions refer to each other by number and are read in one form.
  @Test func `decisions are numbered and complete`() {
    expectNone(Self.decisionFindings(in: .repository))
  }

  /// A verb that no page mentions is found by nobody.
  @Test func `each verb is in the documentation`() {
    expectNone(Self.unmentionedVerbs(in: .repository))
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule finds public declarations without a sentence`() {
    let tree: Tree = [
      "Sources/Query/A.swift": """
      public import Foundation
      /// A report, which goes on
      /// to a second line.
      ///
      /// More
      @frozen
      public struct A {
        public var a = 1
        /// the rows
        public static func b() {}
        /// A heading without a stop
        /// - Parameter c: Something.
        @inlinable public init(c: Int) {}
        // Not documentation.
        public let d: Int
        package let e: Int
        public private(set) var f = 1
      }
      """,
      "Sources/CLI/B.swift": "public struct B {}\n",
    ]
    #expect(
      Self.undocumented(in: tree) == [
        "Sources/Query/A.swift:8: no documentation",
        "Sources/Query/A.swift:10: the summary 'the rows' is not a sentence",
        "Sources/Query/A.swift:13: the summary 'A heading without a stop' is not a sentence",
        "Sources/Query/A.swift:15: no documentation",
        "Sources/Query/A.swift:17: no documentation",
      ])
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule finds what is left over`() {
    let tree: Tree = [
      "Sources/Query/A.swift": """
      // TODO: more
      let a = try! b()
      fatalError("no")
      print(a)
      let c = fingerprint(a) + debugPrint(a) + "print(a)" // print(a)
      """,
      "Sources/CLI/B.swift": "print(1)\n",
      "Sources/CSimdJSON/C.cpp": "int a; // FIXME\n",
    ]
    #expect(
      Self.leftovers(in: tree) == [
        "Sources/CSimdJSON/C.cpp:1: FIXME",
        "Sources/Query/A.swift:1: TODO",
        "Sources/Query/A.swift:2: try!",
        "Sources/Query/A.swift:3: fatalError(",
        "Sources/Query/A.swift:4: print(",
      ])
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule finds bad decision records`() {
    let whole = "# T\n\n## Context\n\n## Decision\n\n## Consequences\n"
    let tree: Tree = [
      "docs/decisions/0001-one-file.md": whole,
      "docs/decisions/0003-Two.md": whole,
      "docs/decisions/0003-three.md": "# T\n\n## Context\n\n## Decisions\n",
      "docs/decisions/0003-tree.md": whole,
    ]
    #expect(
      Self.decisionFindings(in: tree) == [
        "docs/decisions/0003-Two.md: the name is not NNNN-kebab-case.md",
        "docs/decisions/0003-three.md: lacks '## Decision'",
        "docs/decisions/0003-three.md: lacks '## Consequences'",
        "docs/decisions/0003-tree.md: number 3 is taken",
      ])
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule finds verbs that no page mentions`() {
    let command = "struct A: AsyncParsableCommand {\n"
    let files = [
      "Sources/CLI/Commands/ImportCommand.swift": command,
      "Sources/CLI/Commands/ExportFastChat.swift": command,
      "Sources/CLI/Commands/Models.swift": command + "commandName: \"same\"",
      "Sources/CLI/Commands/Shared.swift": "struct Shared {}",
    ].map { Tree.File(path: $0, text: $1) }
    let page = Tree.File(path: "docs/cli.md", text: "`scorehouse export-fast-chat`, important")
    #expect(Self.unmentionedVerbs(in: Tree(files: files)) == [])
    #expect(
      Self.unmentionedVerbs(in: Tree(files: files + [page])) == [
        "Sources/CLI/Commands/ImportCommand.swift: 'import' is not in README.md or docs/cli.md",
        "Sources/CLI/Commands/Models.swift: 'same' is not in README.md or docs/cli.md",
      ])
  }

  /// The public declarations of the libraries whose documentation does not start with a sentence.
  static func undocumented(in tree: Tree) -> [String] {
    let files = tree.files(under: "Sources", ending: ".swift")
    return files.filter { !programs.contains($0.target) }.flatMap { file in
      file.lines.indices.compactMap { index in
        guard isPublicDeclaration(file.lines[index]) else { return nil }
        let place = "\(file.path):\(index + 1)"
        let comment = Array(
          file.lines[..<index].reversed().map(\.trimmed).drop { $0.hasPrefix("@") }
            .prefix { $0.hasPrefix("///") }.reversed())
        guard let first = comment.first?.dropFirst(3) else { return "\(place): no documentation" }
        return isSentence(comment)
          ? nil : "\(place): the summary '\(String(first).trimmed)' is not a sentence"
      }
    }
  }

  /// The words in Sources that should not be there.
  static func leftovers(in tree: Tree) -> [String] {
    tree.files(under: "Sources").flatMap { file in
      zip(1..., file.lines).flatMap { number, line in
        var words = notes.filter(line.contains)
        if file.path.hasSuffix(".swift"), !programs.contains(file.target) {
          words += calls.filter { line.contains($0) && has($0, in: line.code) }
        }
        return words.map { "\(file.path):\(number): \($0)" }
      }
    }
  }

  /// What is wrong with the records of decisions.
  static func decisionFindings(in tree: Tree) -> [String] {
    var findings: [String] = []
    var next = 1
    for file in tree.files(under: "docs/decisions") {
      guard let match = file.name.wholeMatch(of: /(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md/) else {
        findings.append("\(file.path): the name is not NNNN-kebab-case.md")
        continue
      }
      let number = Int(match.1) ?? 0
      // Branches that go on side by side reserve numbers, so there may be gaps.
      if number < next { findings.append("\(file.path): number \(number) is taken") }
      next = number + 1
      for heading in ["## Context", "## Decision", "## Consequences"]
      where !file.lines.contains(heading) {
        findings.append("\(file.path): lacks '\(heading)'")
      }
    }
    return findings
  }

  /// The verbs that neither README.md nor docs/cli.md mentions; none as long as there is no such page.
  static func unmentionedVerbs(in tree: Tree) -> [String] {
    guard let page = tree.file("docs/cli.md")?.text else { return [] }
    let words = Set(
      (page + "\n" + (tree.file("README.md")?.text ?? ""))
        .split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init))
    return tree.files(under: "Sources/CLI/Commands", ending: ".swift").flatMap { file in
      verbs(in: file).filter { !words.contains($0) }.map {
        "\(file.path): '\($0)' is not in README.md or docs/cli.md"
      }
    }
  }

  private static let notes = ["TODO", "FIXME", "XXX"]
  private static let calls = ["fatalError(", "try!", "print("]

  /// Whether a line declares something public, an import aside.
  private static func isPublicDeclaration(_ line: String) -> Bool {
    guard line.contains("public ") || line.contains("open ") else { return false }
    let words = line.code.split(separator: " ").drop { $0.hasPrefix("@") }
    return ["public", "open"].contains(words.first) && !words.contains("import")
  }

  /// Whether the first paragraph of a comment ends with a stop.
  private static func isSentence(_ comment: [String]) -> Bool {
    let paragraph = comment.map { $0.dropFirst(3).drop { $0 == " " } }
      .prefix { !$0.isEmpty && !$0.hasPrefix("- ") }.joined(separator: " ")
    return paragraph.last.map { ".:?".contains($0) } ?? false
  }

  /// Whether a call is in a line by itself, not as the end of a longer name.
  private static func has(_ call: String, in code: String) -> Bool {
    code.split(separator: call, omittingEmptySubsequences: false).dropLast().contains {
      !($0.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false)
    }
  }

  /// The verbs that a file declares: by their given names, else by the name of the file.
  private static func verbs(in file: Tree.File) -> [String] {
    guard file.text.contains("ParsableCommand") else { return [] }
    let given = file.text.matches(of: /commandName: "([^"]+)"/).map { String($0.1) }
    if !given.isEmpty { return given }
    let name = file.name.replacing(/(Command)?\.swift$/, with: "")
    let words = name.replacing(/([a-z])([A-Z])/) { "\($0.1)-\($0.2)" }
    return [words.lowercased()]
  }
}
