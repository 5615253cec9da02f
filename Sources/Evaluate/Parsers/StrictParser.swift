/// Reads only a verdict that is beyond doubt.
///
/// The last line that holds a mark counts, since judges weigh numbers before they decide and quote
/// the answer they judge. Its marks must agree. A number must lie on the scale that the prompt
/// states. Anything else is unreadable, never guessed.
enum StrictParser {
  static func verdict(
    in text: String, _ form: VerdictForm, scale: ClosedRange<Double>?
  ) -> ParsedVerdict {
    // By scalars, which is faster than by characters and gives the same lines.
    let lines = text.unicodeScalars.split(whereSeparator: \.isNewline).reversed()
    for line in lines {
      let verdicts = verdicts(in: String(line), form, scale: scale)
      guard let first = verdicts.first else { continue }
      return verdicts.allSatisfy { $0 == first } ? first : .unreadable
    }
    return .unreadable
  }

  // MARK: - Private

  private static let marks: [(mark: String, side: ParsedVerdict.Side)] = [
    ("[[A]]", .a), ("[[B]]", .b), ("[[C]]", .tie),
  ]

  /// What each mark of a line says.
  private static func verdicts(
    in line: String, _ form: VerdictForm, scale: ClosedRange<Double>?
  ) -> [ParsedVerdict] {
    let scanner = BracketScanner(line)
    return switch form {
    case .rating:
      scanner.all(depth: 2, count: 1).map { score($0.numbers[0], scale) }
    case .twoRatings:
      scanner.all(depth: 2, count: 2).map { better($0.numbers, scale) }
    case .choice:
      marks.filter { line.contains($0.mark) }.map { .better($0.side) }
    case .jsonRating, .jsonChoice: []
    }
  }

  private static func score(_ digits: Substring, _ scale: ClosedRange<Double>?) -> ParsedVerdict {
    guard let value = Double(digits), value.isFinite, scale?.contains(value) ?? true else {
      return .unreadable
    }
    return .score(value)
  }

  private static func better(
    _ digits: [Substring], _ scale: ClosedRange<Double>?
  ) -> ParsedVerdict {
    guard case .score(let a) = score(digits[0], scale), case .score(let b) = score(digits[1], scale)
    else { return .unreadable }
    return .better(a == b ? .tie : a > b ? .a : .b)
  }
}

extension Unicode.Scalar {
  /// As `Character.isNewline`.
  fileprivate var isNewline: Bool {
    switch value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
