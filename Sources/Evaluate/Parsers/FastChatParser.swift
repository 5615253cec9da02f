/// Reads a verdict as FastChat's llm_judge does, its oddities included: the first mark counts, a
/// number off the scale is accepted, single brackets stand in for double ones, and a text that
/// names both answers is one for the first.
///
/// Source: FastChat llm_judge, `common.py`: `run_judge_single`, `run_judge_pair`.
enum FastChatParser {
  /// Two ratings this close are a tie.
  static let tieDelta = 0.1

  static func verdict(in text: String, _ form: VerdictForm) -> ParsedVerdict {
    switch form {
    case .rating: rating(text)
    case .choice: choice(text)
    case .twoRatings: twoRatings(text)
    case .jsonRating, .jsonChoice: .unreadable
    }
  }

  // MARK: - Private

  private static func rating(_ text: String) -> ParsedVerdict {
    guard let score = numbers(text, count: 1)?.first else { return .unreadable }
    return .score(score)
  }

  private static func choice(_ text: String) -> ParsedVerdict {
    if text.contains("[[A]]") { return .better(.a) }
    if text.contains("[[B]]") { return .better(.b) }
    return text.contains("[[C]]") ? .better(.tie) : .unreadable
  }

  private static func twoRatings(_ text: String) -> ParsedVerdict {
    guard let scores = numbers(text, count: 2) else { return .unreadable }
    if abs(scores[0] - scores[1]) <= tieDelta { return .better(.tie) }
    return .better(scores[0] > scores[1] ? .a : .b)
  }

  /// The first numbers in double brackets, else in single ones; nil where Python would not read
  /// one of them as a number.
  private static func numbers(_ text: String, count: Int) -> [Double]? {
    let scanner = BracketScanner(text)
    let match = scanner.first(depth: 2, count: count) ?? scanner.first(depth: 1, count: count)
    guard let match else { return nil }
    let values = match.numbers.compactMap(literal)
    return values.count == count ? values : nil
  }

  /// A number as Python's grammar has it: an integer with a leading zero, as in 08, is none.
  private static func literal(_ digits: Substring) -> Double? {
    let isInteger = !digits.contains(".")
    if isInteger, digits.first == "0", digits.contains(where: { $0 != "0" }) { return nil }
    return Double(digits.hasSuffix(".") ? digits + "0" : digits).flatMap { $0.isFinite ? $0 : nil }
  }
}
