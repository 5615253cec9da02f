import Foundation
import TestSupport
import Testing

/// The options that every report has.
@Suite(.eachBackend)
struct ReportOptionTests {
  @Test(arguments: [
    ["leaderboard"], ["categories"], ["status"], ["list", "models"],
    ["compare", "phi-3-dpo", "mistral-orpo"], ["diff", "phi-3-dpo", "mistral-orpo"],
    ["sql", "SELECT name AS model FROM models"],
    ["show", "model", "phi-3-dpo"],
  ])
  func `columns and order work with every report`(verb: [String]) throws {
    let all = try run(verb + ["--csv"])
    let names = try #require(all.output.split(separator: "\n").first).split(separator: ",")
    let last = String(try #require(names.last))
    let outcome = try run(verb + ["--csv", "--columns", last, "--order", "-\(last)"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("\(last)\n"))
    let table = try run(verb + ["--columns", last, "--digits", "1"])
    #expect(table.status == 0, "\(table.errors)")
    let unknown = try run(verb + ["--columns", "\(last)x"])
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean"))
    #expect(unknown.output.isEmpty)
  }

  @Test func `a column is sorted in either direction`() throws {
    let options = ["leaderboard", "--judge", "gpt-4", "--csv", "--columns", "model"]
    let up = try run(options + ["--order", "model"]).output.split(separator: "\n").dropFirst()
    let down = try run(options + ["--order", "-model"]).output.split(separator: "\n").dropFirst()
    #expect(Array(up) == up.sorted())
    #expect(Array(down) == up.reversed())
  }

  @Test func `models stand as they were given where that is asked for`() throws {
    let models = ["mistral-orpo", "claude-3-opus-20240229", "phi-3-dpo"]
    let outcome = try run(
      ["leaderboard", "--model"] + models + ["--order", "given", "--columns", "model", "--csv"])
    #expect(outcome.output == "model\n" + models.joined(separator: "\n") + "\n")
    #expect(try run(["leaderboard", "--order", "given"]).status == 64)
  }

  @Test func `people see columns by category or by row, as they name them`() throws {
    let grid = try run(["categories", "--judge", "gpt-4", "--columns", "model,math"])
    #expect(grid.output.contains("phi-3-dpo"))
    let long = try run(["categories", "--judge", "gpt-4", "--columns", "model,category,se"])
    #expect(long.output.contains("writing"))
  }

  @Test(arguments: [
    ["--digits", "16"], ["--digits", "-1"], ["--columns", ""], ["--columns", "model,,n"],
    ["--columns", "model,model"], ["-o", "x.xls"], ["-o", "x"], ["-o", ".json/x"],
  ])
  func `wrong options are wrong usage`(options: [String]) throws {
    let outcome = try run(["leaderboard"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.output.isEmpty)
  }

  @Test func `an ending that says nothing lists those that do`() throws {
    let outcome = try run(["leaderboard", "--output", "x.xls"])
    #expect(outcome.errors.contains(".json, .csv, .md, .tex, .html, .txt"))
  }

  @Test(arguments: [("json", "--json"), ("csv", "--csv"), ("md", "--format=markdown")])
  func `the ending of a file says the format`(ending: String, option: String) throws {
    let file = try TemporaryFolder.current.file("report.\(ending)")
    try Data("old".utf8).write(to: URL(filePath: file))
    let outcome = try run(["leaderboard", "-o", file])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    let direct = try run(["leaderboard", option]).output
    #expect(try String(contentsOfFile: file, encoding: .utf8) == direct)
    #expect(try TemporaryFolder.current.names() == ["report.\(ending)"])
  }

  @Test func `a format goes before the ending`() throws {
    let file = try TemporaryFolder.current.file("report.txt")
    #expect(try run(["leaderboard", "--json", "-o", file]).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix("{"))
  }

  @Test func `a link stays a link, permissions stay`() throws {
    let folder = try TemporaryFolder.current
    let file = folder.file("real.csv")
    try Data().write(to: URL(filePath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link.csv"), withDestinationPath: file)
    #expect(try run(["leaderboard", "-o", folder.file("link.csv")]).status == 0)
    let link = try FileManager.default.attributesOfItem(atPath: folder.file("link.csv"))
    #expect(link[.type] as? FileAttributeType == .typeSymbolicLink)
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect((attributes[.size] as? Int ?? 0) > 0)
  }

  @Test func `a file that cannot be written is one line and status 1`() throws {
    let folder = try TemporaryFolder.current
    for place in [folder.file("missing/x.csv"), "/dev/full"] {
      let outcome = try run(["leaderboard", "--csv", "-o", place])
      #expect(outcome.status == 1)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains(place))
    }
    #expect(try run(["leaderboard", "--csv", "-o", folder.path]).status == 1)
    #expect(try run(["leaderboard", "--csv", "-o", "/dev/null"]).status == 0)
  }

  @Test func `a full disk leaves the old file whole`() throws {
    let folder = try TemporaryFolder.current
    let file = folder.file("report.csv")
    try Data("old".utf8).write(to: URL(filePath: file))
    let sql =
      "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200000) SELECT n FROM c"
    // Files may grow to 100 blocks only, and the program hears of it as an error.
    let outcome = try Program.shell(
      "trap '' XFSZ; ulimit -f 100; \"$0\" \"$@\"",
      [Program.path, "--store", try ExampleStore.path.get(), "sql", sql, "-o", file])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("report.csv"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
    #expect(try folder.names() == ["report.csv"])
  }

  @Test func `import refuses an unknown column before it begins`() throws {
    let folder = try TemporaryFolder.current
    let outcome = try Program().run([
      "--store", folder.file("new.db"), "import", Repository.root + "/Examples", "--columns",
      "pth",
    ])
    #expect(outcome.status == 64)
    #expect(try folder.names() == [])
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program().run(["--store", try ExampleStore.path.get()] + arguments)
  }
}
