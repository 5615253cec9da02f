import TestSupport
import Testing

@testable import Warehouse

/// A template fills with texts, and finds the texts that fill a prompt, byte for byte.
@Suite struct PromptBodyTests {
  private static func body(_ template: String) -> PromptBody? {
    PromptBody(template: Array(template.utf8))
  }

  private static func render(
    _ body: PromptBody, _ texts: [PromptPlaceholder: String]
  ) -> String? {
    body.render { texts[$0].map { Array($0.utf8) } }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The texts by number, in the places they were found for.
  private static func match(
    _ body: PromptBody, _ prompt: String, _ texts: [PromptPlaceholder: [String]]
  ) -> [PromptPlaceholder: String]? {
    let found = body.match(Array(prompt.utf8)[...]) { place in
      zip(Int64(0)..., texts[place] ?? []).map { .init(textID: $0, utf8: Array($1.utf8)) }
    }
    return found.map { found in
      Dictionary(
        uniqueKeysWithValues: zip(PromptPlaceholder.allCases, found).compactMap { place, number in
          number.map { (place, texts[place, default: []][Int($0)]) }
        })
    }
  }

  @Test(
    arguments: [
      ("", ""), ("plain", "plain"), ("{question}", "Q1"), ("a{question}b{answer}c", "aQ1bA1c"),
      ("{{question}}", "{question}"), ("{{{question}}}", "{Q1}"), ("}}{{", "}{"),
      ("{{\"a\": {answer}}}", "{\"a\": A1}"), ("{{{{{answer}}}}}", "{{A1}}"),
      ("{question_1}{question_2}{ref_answer_1}{ref_answer_2}", "Q1Q2R1R2"),
      ("{answer_a}{answer_b}", "A1B1"), ("{answer_a_1}{answer_a_2}", "A1A2"),
      ("{answer_b_1}{answer_b_2}", "B1B2"), ("{answer_1}{answer_2}", "A1A2"),
      ("{question}{question}", "Q1Q1"), ("日{question}🤗", "日Q1🤗"),
    ] as [(String, String?)])
  func `a template fills as Python's format does`(template: String, prompt: String?) {
    let texts: [PromptPlaceholder: String] = [
      .question1: "Q1", .question2: "Q2", .reference1: "R1", .reference2: "R2", .answerA1: "A1",
      .answerA2: "A2", .answerB1: "B1", .answerB2: "B2",
    ]
    #expect(Self.body(template).flatMap { Self.render($0, texts) } == prompt)
  }

  @Test(arguments: [
    "{", "}", "a{b", "a}b", "{}", "{0}", "{unknown}", "{ question }", "{question!r}",
    "{question", "{question}}", "{{question}", "{Question}", "{question_3}", "{a{question}",
  ])
  func `a template with other braces is none`(template: String) {
    #expect(Self.body(template) == nil)
  }

  @Test func `a missing text gives no prompt`() throws {
    let body = try #require(Self.body("{question} {answer}"))
    #expect(Self.render(body, [.question1: "q"]) == nil)
  }

  @Test func `a prompt is found among several texts`() throws {
    let body = try #require(Self.body("[Q]\n{question}\n[A]\n{answer}\n[End]"))
    let texts: [PromptPlaceholder: [String]] = [
      .question1: ["why", "who", "wh"], .answerA1: ["", "because", "because\n[End]", "be"],
    ]
    #expect(
      Self.match(body, "[Q]\nwho\n[A]\nbecause\n[End]", texts)
        == [.question1: "who", .answerA1: "because"])
    #expect(Self.match(body, "[Q]\nwh\n[A]\n\n[End]", texts) == [.question1: "wh", .answerA1: ""])
    for other in [
      "", "[Q]\nwho\n[A]\nbecaus\n[End]", "[Q]\nwho\n[A]\nbecause\n[End] ",
      " [Q]\nwho\n[A]\nbecause\n[End]", "[Q]\nwhen\n[A]\nbecause\n[End]", "[Q]\nwho\n[End]",
    ] {
      #expect(Self.match(body, other, texts) == nil)
    }
  }

  @Test func `a place that stands twice takes one text`() throws {
    let body = try #require(Self.body("{question}|{question}"))
    let texts: [PromptPlaceholder: [String]] = [.question1: ["a", "b"]]
    #expect(Self.match(body, "a|a", texts) == [.question1: "a"])
    #expect(Self.match(body, "a|b", texts) == nil)
  }

  @Test func `a head and a tail that overlap are not counted twice`() throws {
    let body = try #require(Self.body("aba{question}aba"))
    #expect(Self.match(body, "ababa", [.question1: ["", "b"]]) == nil)
    #expect(Self.match(body, "abaaba", [.question1: ["", "b"]]) == [.question1: ""])
  }

  @Test func `a part of a larger buffer is matched by itself`() throws {
    let body = try #require(Self.body("<{question}>"))
    let buffer = Array("<<q>>".utf8)
    let found = body.match(buffer[1..<4]) { _ in [.init(textID: 5, utf8: Array("q".utf8))] }
    #expect(found == [5] + [Int64?](repeating: nil, count: 7))
  }

  /// Texts made of pieces of the template are the hard case: many ways to cut a prompt.
  @Test(arguments: SeededRandom.seeds(300))
  func `what is rendered is found again`(seed: SeededRandom) throws {
    var random = seed
    let pieces = ["a", "b", "ab", "[A]", "", "\n", "[Q]", "é", "{{", "}}"]
    let names = ["{question}", "{answer}", "{ref_answer_1}", "{answer_b}"]
    let template = (0..<random.int(1...8))
      .map { _ in random.oneIn(2) ? random.pick(names) : random.pick(pieces) }.joined()
    let body = try #require(Self.body(template))
    var texts: [PromptPlaceholder: [String]] = [:]
    for place in [PromptPlaceholder.question1, .answerA1, .reference1, .answerB1] {
      let made = (0..<random.int(1...3)).map { _ in
        (0..<random.int(0...3)).map { _ in random.pick(pieces) }.joined()
      }
      texts[place] = Set(made).sorted()
    }
    let chosen = texts.mapValues { random.pick($0) }
    let prompt = try #require(Self.render(body, chosen))
    let found = try #require(Self.match(body, prompt, texts))
    #expect(Self.render(body, found) == prompt)
    let other = prompt + random.pick(["x", "\n", "ab"])
    if let wrong = Self.match(body, other, texts) {
      #expect(Self.render(body, wrong) == other)
    }
  }
}
