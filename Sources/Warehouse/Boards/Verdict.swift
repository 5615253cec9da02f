/// A judgment as a board sees it, from the side of one model; the games of a pair are one.
struct Verdict {
  /// What is judged at most once on a board.
  struct Slot: Hashable {
    let questionID: Int64
    let opponentID: Int64?
    let sample: Int
    let turn: Int?
    let repeatNumber: Int
  }

  /// Which answer was judged, as far as it is known.
  enum JudgedAnswer: Hashable {
    /// The ids of the answers' texts, the lower first where there are two.
    case texts([Int64])
    /// Only the prompts are known, by their ids.
    case prompts([Int64])
    case unknown
  }

  let recordID: Int64
  let key: Key
  let slot: Slot
  let judgedAt: Int64?
  /// The score, or 1, 0.5, 0 for a win, a tie, a loss; nil where there is no result.
  let value: Double?
  let answer: JudgedAnswer
  /// Question texts and references it was judged with; nil where the prompt is not rebuilt.
  let context: Key?
  /// The body of the template that made the prompt; nil where it is not known.
  let bodyTextID: Int64?

  /// Whether this one happened before another: times first, unknown times last, then keys.
  static func happenedBefore(_ left: Verdict, _ right: Verdict) -> Bool {
    let times = (left.judgedAt ?? .max, right.judgedAt ?? .max)
    return times.0 != times.1 ? times.0 < times.1 : left.key < right.key
  }
}
