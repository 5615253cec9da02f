public import Warehouse

/// How the text of a judge is read.
///
/// A parser is part of what a judge is, by name and version: another reading of the same text is
/// another judge. Parsers are pure, and a released one never changes.
public enum VerdictParser: String, Sendable, CaseIterable {
  /// As FastChat reads it.
  case fastchat1 = "fastchat-1"
  /// Only what is beyond doubt: the last marks, which must agree and lie on the scale.
  case strict1 = "strict-1"
  /// The whole text is a JSON object.
  case json1 = "json-1"

  /// What the text says.
  ///
  /// - Parameters:
  ///   - form: the form that the prompt asked for.
  ///   - scale: what the prompt states; nil: it states none.
  public func verdict(
    in text: String, form: VerdictForm, scale: ClosedRange<Double>?
  ) -> ParsedVerdict {
    switch self {
    case .fastchat1: FastChatParser.verdict(in: text, form)
    case .strict1: StrictParser.verdict(in: text, form, scale: scale)
    case .json1: JSONVerdictParser.verdict(in: text, form, scale: scale)
    }
  }
}

/// The form in which a prompt asks for a verdict; the raw values are those of judge prompts.
public enum VerdictForm: String, Sendable, CaseIterable {
  /// A number.
  case rating = "[[rating]]"
  /// The name of the better of two.
  case choice = "[[A]]"
  /// A number for each of two.
  case twoRatings = "[[rating_a,rating_b]]"
  /// A JSON object with a number.
  case jsonRating = "{rating}"
  /// A JSON object with the name of the better of two.
  case jsonChoice = "{winner}"

  /// What a prompt that states no form asks for.
  public static func assumed(_ mode: JudgingMode) -> VerdictForm {
    mode == .single ? .rating : .choice
  }

  /// Whether a judge is to answer with a JSON object.
  public var isJSON: Bool { self == .jsonRating || self == .jsonChoice }
}

/// What a judge's text says.
public enum ParsedVerdict: Sendable, Hashable {
  /// Of one answer.
  case score(Double)
  /// Of two answers as they stood in the prompt.
  case better(Side)
  /// Nothing that can be read.
  case unreadable

  /// An answer by its place in the prompt, or neither.
  public enum Side: Sendable, Hashable {
    /// The first, the second, neither.
    case a, b, tie
  }
}
