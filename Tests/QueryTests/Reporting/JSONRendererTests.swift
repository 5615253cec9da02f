import Foundation
import Testing
import Warehouse

@testable import Query

@Suite struct JSONRendererTests {
  @Test func `writes the contract, a row a line`() {
    let expected = #"""
      {
        "report": "leaderboard",
        "parameters": {"benchmark": "mt_bench", "as_of": null, "models": ["gpt-4", "日本語モデル"]},
        "columns": [
          {"name": "board", "unit": null},
          {"name": "rank", "unit": null},
          {"name": "model", "unit": null},
          {"name": "score", "unit": "points"},
          {"name": "n", "unit": "rows"},
          {"name": "turn_1", "unit": "points"},
          {"name": "win_rate", "unit": "rate"},
          {"name": "cost_usd", "unit": "usd"},
          {"name": "at", "unit": "time"},
          {"name": "answer_set", "unit": null}
        ],
        "rows": [
          {"board": "b1", "rank": 1, "model": "gpt-4", "score": 8.990625, "n": 160, "turn_1": 8.95625, "win_rate": 0.875, "cost_usd": "12345.678900000", "at": "2024-03-28T15:19:05.5Z", "answer_set": 1},
          {"board": "b1", "rank": 2, "model": "日本語モデル-7b", "score": 7.76875, "n": 160, "turn_1": 8.1, "win_rate": 0.5454545, "cost_usd": "0.000013500", "at": "2023-06-29T00:53:20.5Z", "answer_set": 1},
          {"board": "b1", "rank": 3, "model": "lmsys/vicuna-33b-v1.3-delta-merged-awq", "score": 7.12, "n": 1280, "turn_1": null, "win_rate": null, "cost_usd": "1.250000000", "at": "1970-01-01T00:00:00.5Z", "answer_set": 1},
          {"board": "b1", "rank": 4, "model": "émile 🤗 | evil\u001b[31m", "score": 0.30000000000000004, "n": 160, "turn_1": 10.0, "win_rate": 1.0, "cost_usd": "0.000000000", "at": null, "answer_set": 1},
          {"board": "b1", "rank": null, "model": "lava-r8@2", "score": 6.416666666666667, "n": 96, "turn_1": 6.5, "win_rate": 0.0, "cost_usd": null, "at": "2024-03-28T15:19:05.5Z", "answer_set": 1},
          {"board": "b2", "rank": 1, "model": "gpt-4", "score": 8.5, "n": 160, "turn_1": 8.25, "win_rate": 0.5, "cost_usd": "-0.013500000", "at": "2024-03-28T15:19:05.5Z", "answer_set": 1},
          {"board": "b2", "rank": null, "model": "llama-13b", "score": null, "n": 0, "turn_1": null, "win_rate": null, "cost_usd": null, "at": null, "answer_set": 1}
        ],
        "notes": [
          "Scores of two judges are not comparable.",
          "1 model has fewer than the expected 160 scores and is not ranked (--partial)."
        ]
      }

      """#
    #expect(JSONRenderer().text(of: Fixtures.leaderboard) == expected)
  }

  @Test func `an empty report has empty lists`() throws {
    let expected = #"""
      {
        "report": "leaderboard",
        "parameters": {},
        "columns": [
          {"name": "model", "unit": null},
          {"name": "score", "unit": "points"}
        ],
        "rows": [],
        "notes": []
      }

      """#
    #expect(JSONRenderer().text(of: Fixtures.empty) == expected)
  }

  @Test func `Foundation reads back what was written`() throws {
    let text = JSONRenderer().text(of: Fixtures.leaderboard)
    let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let object = try #require(parsed as? [String: Any])
    #expect(Set(object.keys) == ["report", "parameters", "columns", "rows", "notes"])
    let rows = try #require(object["rows"] as? [[String: Any]])
    let cells = Fixtures.leaderboard.sections.flatMap(\.rows).map(\.cells)
    #expect(rows.count == cells.count)
    for (row, cells) in zip(rows, cells) {
      for (column, cell) in zip(Fixtures.leaderboard.columns, cells) {
        #expect(JSONValue.agrees(row[column.name], with: cell), "\(column.name)")
      }
    }
  }

  @Test func `escapes what JSON and terminals demand`() {
    var json = JSONText()
    json.append(escaped: "\"\\/\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}\u{9b}\u{a0}\u{2028}\u{202e}")
    json.append(escaped: "é日🤗\u{202f}\u{2065}\u{2069}")
    let controls = #"\"\\/\b\t\n\f\r\u0000\u001f\u007f\u009b"#
    #expect(
      json.string
        == "\"" + controls + "\u{a0}" + #"\u2028\u202e"# + "\"\"é日🤗\u{202f}\u{2065}"
        + #"\u2069"# + "\"")
  }

  @Test(arguments: [
    (Cell.real(.nan), "null"), (.real(-.infinity), "null"), (.real(0.1), "0.1"),
    (.real(.leastNonzeroMagnitude), "5e-324"), (.integer(.min), "-9223372036854775808"),
    (.usd(nano: .min), "\"-9223372036.854775808\""), (.boolean(true), "true"),
    (.time(nanoseconds: -1), "\"1969-12-31T23:59:59.999999999Z\""),
    (.list([.null, .text("a"), .list([])]), "[null, \"a\", []]"),
  ]) func `writes a cell`(cell: Cell, expected: String) {
    var json = JSONText()
    json.append(cell)
    #expect(json.string == expected)
  }
}
