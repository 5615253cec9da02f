import Foundation
import TestSupport
import Testing

/// Statistics as a person meets them: verdicts in words, refusals, papers and pictures.
@Suite(.eachBackend)
struct StatisticsCommandTests {
  private static let pair = ["smollm2-135m-instruct-t0", "smollm2-135m-instruct-t1"]

  @Test(arguments: [
    ["power", "phi-3-dpo"], ["power", "phi-3-dpo", "mistral-orpo", "--power", "1"],
    ["power", "phi-3-dpo", "mistral-orpo", "--difference", "0"],
    ["leaderboard", "--anchor", "x"], ["leaderboard", "--rounds", "200"],
    ["leaderboard", "--method", "bt", "--mode", "single"],
    ["leaderboard", "--method", "bt", "--benchmark", "mt_bench"],
    ["leaderboard", "--method", "bt", "--anchor", "nobody"],
    ["leaderboard", "--method", "arena-hard", "--benchmark", "mt_bench"],
    ["leaderboard", "--method", "bt", "--rounds", "1"], ["leaderboard", "--adjust", "x"],
    ["leaderboard", "--group-by", "nothing"], ["leaderboard", "--mark", "best"],
    ["agreement", "--judges", "nobody"], ["bias", "--judge", "nobody"],
    ["drift", "--floor", "2"], ["drift", "--at", "yesterday"],
    ["compare", "--by", "judge", "--questions"], ["compare", "--by", "person"],
    ["chart", "leaderboard", "--output", "x.png"], ["chart", "history", "--output", "x.svg"],
    ["chart", "costs", "--output", "never.svg"], ["chart", "everything", "--output", "x.svg"],
  ])
  func `wrong usage is status 64 and writes nothing`(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64, "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: "never.svg"))
  }

  @Test(arguments: [["agreement", "--benchmark", "mt_bench"], ["compare", "--by", "endpoint"]])
  func `what shares no answer is status 2 with one line`(arguments: [String]) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("have verdicts on the same answers"))
  }

  @Test func `nothing judged twice is no drift`() throws {
    let outcome = try run(["drift"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("No answer was judged twice"))
  }

  @Test func `a paper's table says the command that gives it again`() throws {
    let folder = try TemporaryFolder.current
    let file = folder.file("board.tex")
    let asked = try run([
      "leaderboard", "--benchmark", "mt_bench", "--mark", "best", "--label", "main", "-o", file,
    ])
    #expect(asked.status == 0, "\(asked.errors)")
    let table = try String(contentsOfFile: file, encoding: .utf8)
    let command = String(try #require(table.split(separator: "\n").first).dropFirst(2))
    #expect(command.hasPrefix("scorehouse leaderboard") && command.contains("--as-of 20"))
    let again = try Program.shell(
      "\"$0\" \(command.dropFirst("scorehouse ".count))", [Program.path])
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.output == table)
  }

  @Test func `pictures are written whole`() throws {
    let folder = try TemporaryFolder.current
    for (name, more) in [
      ("leaderboard", [String]()), ("categories", ["--kind", "heatmap"]),
      ("categories", ["--kind", "radar", "--model"] + Self.pair),
      ("history", ["--model", "mistral-orpo"]),
    ] {
      let file = folder.file("\(name)-\(more.count).svg")
      let outcome = try run(["chart", name, "--output", file] + more)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.hasPrefix("<svg") && text.hasSuffix("</svg>\n"))
    }
  }

  @Test func `ratings, bias and power of the examples`() throws {
    let ratings = try rows(["leaderboard", "--method", "bt", "--rounds", "200", "--seed", "3"])
    #expect(ratings.count == 2)
    #expect(ratings.allSatisfy { $0["rating_low"] is Double && $0["group"] is String })
    let bias = try rows(["bias", "--mode", "pairwise"])
    #expect(bias.first?["part"] as? String == "all")
    let power = try rows(["power"] + Self.pair + ["--difference", "0.5"])
    #expect((power.first?["questions"] as? Int ?? 0) > 16)
    let suspicious = try rows(["doctor", "--results"])
    #expect(!suspicious.isEmpty)
  }

  private func rows(_ arguments: [String]) throws -> [[String: Any]] {
    try run(arguments + ["--json"]).json()["rows"] as? [[String: Any]] ?? []
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program().run(["--store", try ExampleStore.path.get()] + arguments)
  }
}
