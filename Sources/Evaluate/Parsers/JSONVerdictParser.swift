internal import FoundationEssentials

/// Reads a verdict that is the whole text, as a JSON object: `{"reason": …, "rating": 7}` or
/// `{"reason": …, "winner": "A"}`.
enum JSONVerdictParser {
  private struct Reply: Decodable {
    let rating: Double?
    let winner: String?
  }

  static func verdict(
    in text: String, _ form: VerdictForm, scale: ClosedRange<Double>?
  ) -> ParsedVerdict {
    guard let reply = try? JSONDecoder().decode(Reply.self, from: Data(text.utf8)) else {
      return .unreadable
    }
    switch form {
    case .jsonRating:
      guard let rating = reply.rating, rating.isFinite, scale?.contains(rating) ?? true else {
        return .unreadable
      }
      return .score(rating)
    case .jsonChoice:
      return switch reply.winner {
      case "A": .better(.a)
      case "B": .better(.b)
      case "tie": .better(.tie)
      default: .unreadable
      }
    case .rating, .choice, .twoRatings: return .unreadable
    }
  }

  /// The schema that makes a server answer in the form; nil for the forms that are no JSON.
  static func schema(for form: VerdictForm) -> String? {
    switch form {
    case .jsonRating:
      """
      {"type":"object","properties":{"reason":{"type":"string"},"rating":{"type":"number"}},\
      "required":["reason","rating"],"additionalProperties":false}
      """
    case .jsonChoice:
      """
      {"type":"object","properties":{"reason":{"type":"string"},\
      "winner":{"type":"string","enum":["A","B","tie"]}},\
      "required":["reason","winner"],"additionalProperties":false}
      """
    case .rating, .choice, .twoRatings: nil
    }
  }
}
