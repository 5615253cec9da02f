import Crypto
import Foundation
import Testing

/// Migrations that were released have run on stores that we will never see again.
@Suite struct MigrationTests {
  /// A released migration that changes leaves two kinds of stores with the same version.
  @Test func `released migrations are unchanged`() {
    expectNone(Self.changes(in: .repository))
  }

  /// The number of a migration is the version of the schema, and its bytes are its checksum.
  @Test func `migrations are numbered without gaps and end their lines alike`() {
    expectNone(Self.misnamed(in: .repository) + Self.badlyEnded(in: .repository))
  }

  /// A rule that cannot fail guards nothing; the first digest is that of `SELECT 1;` and a new line.
  @Test func `the rules see what they look for`() {
    let digest = Self.digest(of: "SELECT 1;\n")
    #expect(digest == "b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd")
    let tree: Tree = [
      "migrations/released.txt":
        "# comment\n\n\(digest)  0001_core.sql\n\(digest)  0002_tags.sql\n\(digest)  0003_lost.sql\nx\n",
      "migrations/0001_core.sql": "SELECT 1;\n",
      "migrations/0002_tags.sql": "SELECT 2;\n",
      "migrations/0004_views.sqlite.sql": "SELECT 1;",
      "migrations/0004_views.postgres.sql": "SELECT 1;\r\n",
      "migrations/5_Views.sql": "\n",
    ]
    #expect(
      Self.changes(in: tree) == [
        "migrations/0002_tags.sql: was released with another content; write a new migration instead",
        "migrations/0003_lost.sql: was released and is gone",
        "migrations/released.txt: cannot read the line 'x'",
      ])
    #expect(
      Self.misnamed(in: tree) == [
        "migrations/5_Views.sql: the name is not NNNN_snake_case.sql",
        "migrations: the numbers are 1, 2, 4, not 1 to 3",
      ])
    #expect(
      Self.badlyEnded(in: tree) == [
        "migrations/0004_views.postgres.sql: has carriage returns",
        "migrations/0004_views.sqlite.sql: does not end with a new line",
      ])
  }

  /// The lines of released.txt, each `SHA256  NNNN_name.sql`, that do not hold.
  static func changes(in tree: Tree) -> [String] {
    let lines = tree.file("migrations/released.txt")?.lines ?? []
    return lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.compactMap { line in
      guard let match = line.wholeMatch(of: /([0-9a-f]{64})  (\S+)/) else {
        return "migrations/released.txt: cannot read the line '\(line)'"
      }
      let path = "migrations/\(match.2)"
      guard let file = tree.file(path) else { return "\(path): was released and is gone" }
      return digest(of: file.text) == match.1
        ? nil : "\(path): was released with another content; write a new migration instead"
    }
  }

  /// The names that are not `NNNN_snake_case.sql`, with the engine before the ending for a pair that
  /// differs, and a gap in the numbers.
  static func misnamed(in tree: Tree) -> [String] {
    var findings: [String] = []
    var numbers: Set<Int> = []
    for file in tree.files(under: "migrations", ending: ".sql") {
      let pattern = /(\d{4})_[a-z0-9]+(?:_[a-z0-9]+)*(?:\.sqlite|\.postgres)?\.sql/
      if let number = file.name.wholeMatch(of: pattern).flatMap({ Int($0.1) }) {
        numbers.insert(number)
      } else {
        findings.append("\(file.path): the name is not NNNN_snake_case.sql")
      }
    }
    if numbers != Set(1..<(numbers.count + 1)) {
      let list = numbers.sorted().map(String.init).joined(separator: ", ")
      findings.append("migrations: the numbers are \(list), not 1 to \(numbers.count)")
    }
    return findings
  }

  /// The files with line ends of another system or none at the end.
  static func badlyEnded(in tree: Tree) -> [String] {
    tree.files(under: "migrations").compactMap { file in
      if file.text.utf8.contains(UInt8(ascii: "\r")) { return "\(file.path): has carriage returns" }
      return file.text.utf8.last == UInt8(ascii: "\n")
        ? nil : "\(file.path): does not end with a new line"
    }
  }

  /// The SHA-256 of a text in hexadecimal digits.
  private static func digest(of text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
