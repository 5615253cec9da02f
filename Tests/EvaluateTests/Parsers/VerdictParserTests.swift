import Testing

@testable import Evaluate

/// How the texts of judges are read.
@Suite struct VerdictParserTests {
  @Test(
    arguments: [
      ("Rating: [[7]]", 7), ("[[7.5]]", 7.5), ("[[7.]]", 7), ("first [[3]], then [[9]]", 3),
      ("[5] without double brackets", 5), ("see [1] and rate [[8]]", 8), ("[[12]]", 12),
      ("[[0]]", 0), ("[[00]]", 0), ("[[08.5]]", 8.5), ("[[[9]]]", 9), ("[[1]] [2]]", 1),
      ("[[ 7 ]] or [4]", 4), ("[[08]] or [[7]]", nil), ("[[-3]]", nil), ("8/10", nil), ("", nil),
      ("[[7/10]]", nil), ("[[seven]]", nil), ("[[7]", 7), ("[[1.2.3]]", nil),
      (String(repeating: "[", count: 5_000), nil),
    ] as [(String, Double?)])
  func `FastChat reads the first number in brackets`(text: String, score: Double?) {
    let expected = score.map(ParsedVerdict.score) ?? .unreadable
    #expect(VerdictParser.fastchat1.verdict(in: text, form: .rating, scale: 1...10) == expected)
  }

  @Test(
    arguments: [
      ("[[A]]", .a), ("[[B]]", .b), ("[[C]]", .tie), ("[[B]] but [[A]]", .a),
      ("[[C]] or [[B]]", .b),
      ("[A]", nil), ("[[D]]", nil), ("[[a]]", nil), ("", nil),
    ] as [(String, ParsedVerdict.Side?)])
  func `FastChat takes A before B before C`(text: String, side: ParsedVerdict.Side?) {
    let expected = side.map(ParsedVerdict.better) ?? .unreadable
    #expect(VerdictParser.fastchat1.verdict(in: text, form: .choice, scale: nil) == expected)
  }

  @Test(
    arguments: [
      ("[[8,7]]", .a), ("[[7, 8]]", .b), ("[[7.5,7.55]]", .tie), ("[[7,7.2]]", .b),
      ("[[7,  8]]", nil), ("[6,5]", .a), ("[[8]]", nil), ("[[08,7]]", nil),
    ] as [(String, ParsedVerdict.Side?)])
  func `FastChat compares two ratings with a margin`(text: String, side: ParsedVerdict.Side?) {
    let expected = side.map(ParsedVerdict.better) ?? .unreadable
    #expect(VerdictParser.fastchat1.verdict(in: text, form: .twoRatings, scale: nil) == expected)
  }

  @Test(
    arguments: [
      ("I weigh [[3]] and [[9]].\nRating: [[7]]", 7), ("[[7]] and again [[7]]", 7),
      ("[[7]] or [[8]]", nil), ("[[12]]", nil), ("[[0]]", nil), ("[[08]]", 8), ("[7]", nil),
      ("the answer says [[10]]\n\n[[2]]\n", 2), ("[[2]]\nnothing more", 2), ("[[7]]\r\n", 7),
      ("[[3]]\r\n[[4]]", 4), ("[[3]]\u{2028}[[4]]", 4), ("[[3]]\u{85}[[4]]", 4),
      ("[[3]]\u{b}[[4]]", 4), ("[[3]]\n\u{301}[[4]]", 4),
      ("", nil),
    ] as [(String, Double?)])
  func `the strict parser takes what is beyond doubt`(text: String, score: Double?) {
    let expected = score.map(ParsedVerdict.score) ?? .unreadable
    #expect(VerdictParser.strict1.verdict(in: text, form: .rating, scale: 1...10) == expected)
  }

  @Test(
    arguments: [
      ("[[A]]\n[[B]]", .b), ("[[A]] or [[B]]", nil), ("[[C]]", .tie), ("A", nil),
    ] as [(String, ParsedVerdict.Side?)])
  func `the strict parser takes the last choice`(text: String, side: ParsedVerdict.Side?) {
    let expected = side.map(ParsedVerdict.better) ?? .unreadable
    #expect(VerdictParser.strict1.verdict(in: text, form: .choice, scale: nil) == expected)
  }

  @Test(
    arguments: [
      (#"{"reason": "r", "rating": 7}"#, .score(7)), (#"{"rating": 7.5}"#, .score(7.5)),
      (#"{"rating": 11}"#, .unreadable), (#"{"rating": "7"}"#, .unreadable),
      (#"{"rating": 7"#, .unreadable), ("7", .unreadable), ("{}", .unreadable), ("", .unreadable),
    ] as [(String, ParsedVerdict)])
  func `the JSON parser reads a whole object`(text: String, expected: ParsedVerdict) {
    #expect(VerdictParser.json1.verdict(in: text, form: .jsonRating, scale: 1...10) == expected)
  }

  @Test(
    arguments: [
      (#"{"winner": "A"}"#, .better(.a)), (#"{"winner": "tie"}"#, .better(.tie)),
      (#"{"winner": "both"}"#, .unreadable),
    ] as [(String, ParsedVerdict)])
  func `the JSON parser reads a winner`(text: String, expected: ParsedVerdict) {
    #expect(VerdictParser.json1.verdict(in: text, form: .jsonChoice, scale: nil) == expected)
  }
}
