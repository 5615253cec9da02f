import Foundation
import TestSupport
import Testing

/// `docs/cli.md` holds every verb's own help, between a comment that names the verb and a fence.
@Suite struct HelpDocumentTests {
  private static let path = Repository.root + "/docs/cli.md"

  @Test func `the help of every verb stands in docs/cli.md as it is`() throws {
    let written = try String(contentsOfFile: Self.path, encoding: .utf8)
    var document = written
    for part in written.components(separatedBy: "<!-- help:").dropFirst() {
      let verb = part.components(separatedBy: "-->")[0].trimmingCharacters(in: .whitespaces)
      let opening = "<!-- help: \(verb.isEmpty ? "" : verb + " ")-->\n```text\n"
      let start = try #require(document.range(of: opening), "\(verb): no fence in docs/cli.md")
      let end = try #require(
        document.range(of: "\n```\n", range: start.upperBound..<document.endIndex))
      document.replaceSubrange(start.upperBound..<end.lowerBound, with: try Self.help(of: verb))
    }
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try document.write(toFile: Self.path, atomically: true, encoding: .utf8)
    } else {
      #expect(written == document, "run the tests with RECORD_SNAPSHOTS=1")
    }
  }

  @Test func `every verb has its help in docs/cli.md`() throws {
    let written = try String(contentsOfFile: Self.path, encoding: .utf8)
    let list = try #require(try Self.help(of: "").components(separatedBy: "SUBCOMMANDS:\n").last)
    let verbs = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(verbs.count > 30)
    // A verb that only groups others stands there with each of them.
    for verb in verbs where verb != "See" {
      #expect(written.contains("<!-- help: \(verb) "), "\(verb)")
    }
  }

  private static func help(of verb: String) throws -> String {
    let words = verb.split(separator: " ").map(String.init)
    var program = Program()
    program.environment["COLUMNS"] = "100"
    return try program.run(words + ["--help"]).output.trimmingCharacters(in: .newlines)
  }
}
