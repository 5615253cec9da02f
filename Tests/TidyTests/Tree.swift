import Foundation
import Testing

/// The files of a repository by their paths, in memory: a rule reads the real tree, and the test of
/// the rule reads a made-up one.
struct Tree: ExpressibleByDictionaryLiteral, Sendable {
  /// A text file, and its lines without their ends.
  struct File: Sendable {
    let path: String
    let text: String
    let lines: [String]

    init(path: String, text: String) {
      self.path = path
      self.text = text
      lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The second part of `Sources/Query/Reports/A.swift`, which is the target's name.
    var target: String {
      path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    /// The last part of the path.
    var name: String {
      path.split(separator: "/").last.map(String.init) ?? path
    }
  }

  let files: [File]

  init(files: [File]) {
    self.files = files.sorted { $0.path < $1.path }
  }

  init(dictionaryLiteral elements: (String, String)...) {
    self.init(files: elements.map { File(path: $0, text: $1) })
  }

  /// The repository that this source file belongs to.
  static let repository = Tree(readingFolder: URL(filePath: #filePath, relativeTo: nil).parent(3))

  /// Reads every text file in a folder but for build products, stores and the history.
  private init(readingFolder root: URL) {
    var files: [File] = []
    let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    while let url = walk?.nextObject() as? URL {
      let name = url.lastPathComponent
      if name == ".git" || name.hasPrefix(".build") || name == ".swiftpm" {
        walk?.skipDescendants()
      } else if name != "Package.resolved", !name.contains(".db"),
        let text = try? String(contentsOf: url, encoding: .utf8)
      {
        let path = url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count)
        files.append(File(path: String(path.drop { $0 == "/" }), text: text))
      }
    }
    self.init(files: files)
  }

  /// The files under a folder whose names end as given.
  func files(under folder: String, ending: String = "") -> [File] {
    files.filter { $0.path.hasPrefix(folder + "/") && $0.path.hasSuffix(ending) }
  }

  /// The file at a path, if there is one.
  func file(_ path: String) -> File? {
    files.first { $0.path == path }
  }
}

extension URL {
  /// The folder so many levels up.
  fileprivate func parent(_ levels: Int) -> URL {
    (0..<levels).reduce(self) { url, _ in url.deletingLastPathComponent() }
  }
}

extension String {
  /// A line of Swift without its comment and without what its string literals say.
  var code: String {
    var result: [UInt8] = []
    var isInString = false
    var isEscaped = false
    var previous: UInt8 = 0
    for byte in utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = isInString
      } else if byte == UInt8(ascii: "\"") {
        isInString.toggle()
      } else if !isInString {
        if byte == UInt8(ascii: "/"), previous == byte {
          return String(decoding: result.dropLast(), as: UTF8.self)
        }
        result.append(byte)
      }
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The number of spaces at its start.
  var indentation: Int {
    utf8.prefix { $0 == UInt8(ascii: " ") }.count
  }

  /// Itself without spaces at either end.
  var trimmed: String {
    trimmingCharacters(in: .whitespaces)
  }
}

/// Expects a rule to have found nothing, and otherwise shows every finding on a line of its own.
func expectNone(_ findings: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  let list = findings.map { "  " + $0 }.joined(separator: "\n")
  #expect(findings.isEmpty, "\(findings.count) found:\n\(list)", sourceLocation: sourceLocation)
}

/// The tests of what the rules stand on.
@Suite struct TreeTests {
  /// Rules that read an empty tree find nothing wrong with it.
  @Test func `the repository is found and read`() {
    #expect(Tree.repository.file("Package.swift")?.lines.isEmpty == false)
    #expect(Tree.repository.file("Tests/TidyTests/Tree.swift")?.target == "TidyTests")
    #expect(Tree.repository.files.allSatisfy { !$0.path.contains(".build/") })
  }

  /// Rules about code must not trip over what is only said.
  @Test func `code is a line without comments and strings`() {
    #expect(#"let a = "b // \"c" + d / 2  // try"#.code == #"let a =  + d / 2  "#)
  }
}
