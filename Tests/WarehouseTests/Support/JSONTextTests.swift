import Foundation
import TestSupport
import Testing
import Warehouse

/// JSON under construction is JSON, and safe to look at.
@Suite struct JSONTextTests {
  private func escaped(_ text: String) -> String {
    var json = JSONText()
    json.append(escaped: text)
    return json.string
  }

  @Test(
    arguments: [
      ("", "\"\""), ("a b/c", "\"a b/c\""), ("\"\\", "\"\\\"\\\\\""),
      ("\u{8}\t\n\u{c}\r", "\"\\b\\t\\n\\f\\r\""), ("\0\u{1}\u{1f}", "\"\\u0000\\u0001\\u001f\""),
      ("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}", "\"\\u007f\\u0080\\u009b\\u009f\u{a0}\""),
      (
        "\u{2027}\u{2028}\u{2029}\u{202a}\u{202e}\u{202f}",
        "\"\u{2027}\\u2028\\u2029\\u202a\\u202e\u{202f}\""
      ),
      ("\u{2065}\u{2066}\u{2069}\u{206a}", "\"\u{2065}\\u2066\\u2069\u{206a}\""),
      ("日本🤗é", "\"日本🤗é\""), ("a\nb", "\"a\\nb\""), ("\n\n", "\"\\n\\n\""),
    ])
  func `what could do harm is escaped and nothing else`(text: String, json: String) {
    #expect(escaped(text) == json)
  }

  @Test(arguments: SeededRandom.seeds(100))
  func `another reader finds the same text`(seed: SeededRandom) throws {
    var random = seed
    // Foundation's reader drops a byte order mark wherever it stands.
    let made = random.text(count: random.int(0...60)).unicodeScalars.filter { $0 != "\u{FEFF}" }
    let text = String(made) + (random.oneIn(3) ? "\0\u{85}\u{2066}" : "")
    let json = Data(escaped(text).utf8)
    let found = try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed)
    #expect((found as? String)?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
  }

  @Test func `parts follow one another until they are forgotten`() {
    var json = JSONText()
    json.append("[1,")
    json.append(escaped: "a")
    json.append("]")
    #expect(json.string == "[1,\"a\"]")
    #expect(json.utf8 == Array("[1,\"a\"]".utf8))
    json.removeAll()
    #expect(json.string == "")
    json.append("null")
    #expect(json.string == "null")
  }
}
