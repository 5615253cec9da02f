import Testing

/// The layers of the package.
///
/// The compiler lets any target import what it depends on, also by way of another one; the table
/// says what it should.
@Suite struct ImportRuleTests {
  /// What each target in Sources may import of the other targets there.
  static let allowed: [String: Set<String>] = [
    "CPostgres": [],
    "CSQLite": [],
    "CSimdJSON": [],
    "CZlib": [],
    "CCurl": [],
    "CForwarding": [],
    "Storage": ["CSQLite", "CPostgres"],
    "Warehouse": ["Storage"],
    "Ingest": ["Warehouse", "Storage", "CSimdJSON", "CZlib"],
    "Statistics": [],
    "Query": ["Warehouse", "Storage", "Statistics"],
    "Transport": ["CCurl"],
    "Evaluate": ["Transport", "Ingest", "Warehouse", "Storage"],
    "CLI": [
      "Warehouse", "Ingest", "Query", "Statistics", "Evaluate", "Transport",
    ],
    "TestSupport": [],
    "embed-sql": [],
  ]

  /// The edges to C, which have one owner each, in Tests as well.
  static let edges: Set<String> = [
    "CSQLite", "CPostgres", "CSimdJSON", "CZlib", "CCurl", "CForwarding",
  ]

  /// An import against the table ties two layers together that are meant to change separately.
  @Test func `each target imports only what its layer may`() {
    expectNone(Self.findings(in: .repository))
  }

  /// A rule that cannot fail guards nothing.
  @Test func `the rule sees imports of every shape`() {
    let tree: Tree = [
      "Sources/Query/A.swift": "import Foundation\ninternal import Warehouse\nimport Ingest\n",
      "Sources/Query/B.swift": "// import CLI\nlet a = \"import CLI\"\n  public import CSQLite\n",
      "Sources/Storage/C.swift": "private import struct Warehouse.Store\nimport CSQLite\n",
      "Sources/Storage/D.swift": "import StorageKit\nimport CSQLiteExtras\n",
      "Sources/Dashboard/E.swift": "import Query\n",
      "Tests/QueryTests/F.swift": "@testable import Ingest\n@testable import CSQLite\n",
      "Tests/StorageTests/G.swift": "import CSQLite\n",
    ]
    #expect(
      Self.findings(in: tree) == [
        "Sources/Dashboard: a new target; add it to the table in ImportRuleTests.swift",
        "Sources/Query/A.swift:3: Query may not import Ingest",
        "Sources/Query/B.swift:3: Query may not import CSQLite",
        "Sources/Storage/C.swift:1: Storage may not import Warehouse",
        "Tests/QueryTests/F.swift:2: QueryTests may not import CSQLite",
      ])
  }

  /// Every import that the table does not allow, and every target that it does not have.
  static func findings(in tree: Tree) -> [String] {
    let targets = Set(tree.files(under: "Sources").map(\.target))
    let unknown = targets.subtracting(allowed.keys).sorted().map {
      "Sources/\($0): a new target; add it to the table in ImportRuleTests.swift"
    }
    let ours = targets.union(allowed.keys)
    let inSources = tree.files(under: "Sources", ending: ".swift").flatMap { file in
      guard let allowed = allowed[file.target] else { return [String]() }
      return findings(in: file, notAllowed: ours.subtracting(allowed))
    }
    let inTests = tree.files(under: "Tests", ending: ".swift").flatMap { file in
      let tested = file.target.hasSuffix("Tests") ? String(file.target.dropLast(5)) : ""
      return findings(in: file, notAllowed: edges.subtracting(allowed[tested] ?? []))
    }
    return unknown + inSources + inTests
  }

  /// The imports of a file that are in a set of modules.
  private static func findings(in file: Tree.File, notAllowed: Set<String>) -> [String] {
    zip(1..., file.lines).compactMap { number, line in
      guard let module = importedModule(line), notAllowed.contains(module) else { return nil }
      return "\(file.path):\(number): \(file.target) may not import \(module)"
    }
  }

  /// The module that a line imports, if it does.
  private static func importedModule(_ line: String) -> String? {
    var words = line.code.split(whereSeparator: { " .".contains($0) }).map(String.init)
    while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) {
      words.removeFirst()
    }
    guard words.first == "import" else { return nil }
    return words.dropFirst().first { !kinds.contains($0) }
  }

  private static let modifiers: Set = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set = [
    "typealias", "struct", "class", "enum", "protocol", "let", "var", "func",
  ]
}
