import Testing

/// A file of judgments with something wrong in it.
struct DamagedFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let added: Int
  let rejected: Int
  /// A part of each reason.
  let reason: String

  private init(
    _ name: String, _ bytes: [UInt8], added: Int, rejected: Int, reason: String = ":"
  ) {
    testDescription = name
    self.bytes = bytes
    self.added = added
    self.rejected = rejected
    self.reason = reason
  }

  /// A good line, a bad one, and a good one.
  private static func bad(_ name: String, _ line: [UInt8], _ reason: String) -> DamagedFile {
    DamagedFile(
      name, Array("\(good)\n".utf8) + line + Array("\n\(judgment(question: 2, score: 5))\n".utf8),
      added: 2, rejected: 1, reason: reason)
  }

  private static func bad(_ name: String, _ line: String, _ reason: String) -> DamagedFile {
    bad(name, Array(line.utf8), reason)
  }

  static let good = judgment(question: 1, score: 7)

  static func judgment(question: Int, score: Int) -> String {
    field("score", "\(score)", question: question)
  }

  /// A judgment with one field as given.
  private static func field(_ name: String, _ json: String, question: Int = 3) -> String {
    var fields = [
      ("question_id", "\(question)"), ("model", "\"m\""), ("judge", "[\"j\", \"single-v1\"]"),
      ("user_prompt", "\"rate \(question)\""), ("judgment", "\"fine [[\(question)]]\""),
      ("score", "7"), ("turn", "1"), ("tstamp", "1711370016.7036178"),
    ]
    if let index = fields.firstIndex(where: { $0.0 == name }) { fields[index].1 = json }
    return "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  static let all: [DamagedFile] = whole + lines + types

  private static let whole = [
    DamagedFile(
      "CRLF", Array("\(good)\r\n\r\n\(judgment(question: 2, score: 1))\r\n".utf8), added: 2,
      rejected: 0),
    DamagedFile(
      "a byte-order mark", [0xEF, 0xBB, 0xBF] + Array("\(good)\n".utf8), added: 1, rejected: 0),
    DamagedFile("no line end at the end", Array(good.utf8), added: 1, rejected: 0),
    DamagedFile(
      "a last line that is cut off", Array("\(good)\n\(good.prefix(60))".utf8), added: 1,
      rejected: 1,
      reason: "is cut off"),
    DamagedFile("only white space", Array("  \n\t\n\n".utf8), added: 0, rejected: 0),
    DamagedFile(
      "nothing readable", Array("one\ntwo\nthree\nfour\nfive\nsix\nseven\n".utf8), added: 0,
      rejected: 7,
      reason: "x_single.jsonl"),
  ]

  private static let lines = [
    bad(
      "a NUL byte", Array(good.utf8.prefix(20)) + [0] + Array(good.utf8.dropFirst(20)), "control"),
    bad("an escaped NUL", field("judgment", "\"a\\u0000b\""), "NUL"),
    bad(
      "bytes that are no UTF-8",
      Array(field("judgment", "\"").utf8) + [0xFF, 0xFE] + Array("\"}".utf8), "UTF-8"),
    bad("a lone surrogate", field("judgment", "\"\\ud800\""), "surrogate"),
    bad("a control character", field("judgment", "\"\u{1}\""), "control"),
    bad("another value behind", "\(good) 1", "after the value"),
    bad("no object", "[1, 2]", "no JSON object"),
    bad("a field twice", "{\"score\": 1, \"score\": 2}", "twice"),
    bad("deep nesting", String(repeating: "[", count: 100_000), "nested deeper"),
    bad("not a number", field("score", "NaN"), "a word that is not"),
  ]

  private static let types = [
    bad("a score as text", field("score", "\"7\""), "field \"score\" is \"7\", not a number"),
    bad("a score out of range", field("score", "1e999"), "field \"score\" is 1e999"),
    bad("a list for a model", field("model", "[]"), "field \"model\" is a list, not a text"),
    bad("an empty model", field("model", "\"\""), "field \"model\" is empty"),
    bad("a null id", field("question_id", "null"), "no field \"question_id\""),
    bad("an id with a point", field("question_id", "8.5"), "field \"question_id\""),
    bad("a judge of three", field("judge", "[\"a\", \"b\", \"c\"]"), "field \"judge\" is a list"),
    bad("turn zero", field("turn", "0"), "field \"turn\" is 0"),
    bad("a huge turn", field("turn", String(repeating: "9", count: 40)), "field \"turn\""),
    bad("a time as text", field("tstamp", "\"noon\""), "field \"tstamp\""),
    bad("a time out of range", field("tstamp", "1e300"), "field \"tstamp\""),
    bad(
      "a prompt that is no text", field("user_prompt", "{}"), "field \"user_prompt\" is an object"),
  ]
}
