import Testing

/// What the compiler takes on trust: it has to be rare, explained, and at the edges.
@Suite struct UnsafeTests {
  /// Turning the concurrency checks off is a claim, and a claim needs its reason beside it.
  @Test func `unchecked concurrency has a reason`() {
    expectNone(Self.unexplained(in: .repository))
  }

  /// A pointer above the engines would make each caller answer for its lifetime.
  @Test func `pointers stay at the edges`() {
    expectNone(Self.pointers(in: .repository))
  }

  /// A rule that cannot fail guards nothing; a summary alone is no reason.
  @Test func `the rules see what they look for`() {
    let tree: Tree = [
      "Sources/Query/A.swift":
        "// Immutable after init.\nstruct A: @unchecked Sendable {}\n"
        + "/// A thing.\nstruct B: @unchecked Sendable {}\n"
        + "/// A thing, safe to share: a lock guards it.\n@frozen\nstruct C: @unchecked Sendable {}\n"
        + "\nnonisolated(unsafe) var d = 1\n",
      "Sources/Query/B.swift":
        "func f(_ p: UnsafeRawBufferPointer) {}\n// OpaquePointer\nunsafe g(OpaquePointer(p))\n",
      "Sources/Storage/Row.swift": "let p: OpaquePointer?\n",
      "Sources/Storage/SQLite/Statement.swift": "let p: OpaquePointer\n",
    ]
    #expect(
      Self.unexplained(in: tree) == [
        "Sources/Query/A.swift:4: '@unchecked Sendable' without a comment above that says why",
        "Sources/Query/A.swift:9: 'nonisolated(unsafe)' without a comment above that says why",
      ])
    #expect(
      Self.pointers(in: tree) == [
        "Sources/Storage/Row.swift:1: names OpaquePointer",
        "Sources/Query/B.swift:1: names UnsafeRawBufferPointer",
      ])
  }

  /// The unchecked declarations in Sources and Tests without a reason directly above.
  static func unexplained(in tree: Tree) -> [String] {
    (tree.files(under: "Sources", ending: ".swift") + tree.files(under: "Tests", ending: ".swift"))
      .flatMap { file in
        file.lines.indices.compactMap { index in
          let code = file.lines[index].code
          guard let word = unchecked.first(where: code.contains) else { return nil }
          return hasReason(file.lines[..<index])
            ? nil : "\(file.path):\(index + 1): '\(word)' without a comment above that says why"
        }
      }
  }

  /// The pointer types named where no pointer belongs.
  ///
  /// A line marked `unsafe` is an expression, within a call that lends its memory; it is in the
  /// types of parameters, results and properties that a pointer outlives such a call.
  static func pointers(in tree: Tree) -> [String] {
    let files = ["Storage", "Warehouse", "Query", "Transport", "Evaluate", "CLI"].flatMap {
      tree.files(under: "Sources/\($0)", ending: ".swift")
    }
    return files.filter { file in !engines.contains(where: file.path.hasPrefix) }.flatMap { file in
      zip(1..., file.lines).compactMap { number, line in
        guard line.contains("Pointer"), !line.code.contains(/\bunsafe\s/),
          let match = line.code.firstMatch(of: /\b(Unsafe\w*Pointer|OpaquePointer)\b/)
        else { return nil }
        return "\(file.path):\(number): names \(match.1)"
      }
    }
  }

  private static let unchecked = ["@unchecked Sendable", "nonisolated(unsafe)"]
  private static let engines = [
    "Sources/Storage/SQLite/", "Sources/Storage/Postgres/", "Sources/Transport/Curl/",
  ]

  /// Whether the comment that ends these lines gives a reason: a plain comment, or documentation
  /// that speaks of safety.
  private static func hasReason(_ lines: ArraySlice<String>) -> Bool {
    lines.reversed().map(\.trimmed).drop { $0.hasPrefix("@") }.prefix { $0.hasPrefix("//") }
      .contains { !$0.hasPrefix("///") || $0.contains("safe") || $0.contains("Sendable") }
  }
}
