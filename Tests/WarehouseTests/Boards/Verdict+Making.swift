import TestSupport

@testable import Warehouse

extension Verdict {
  /// A verdict whose key is made of its number, so that keys order as numbers do.
  static func make(
    _ number: Int64, question: Int64 = 1, opponent: Int64? = nil, turn: Int? = 1, at: Int64? = nil,
    value: Double? = nil, answer: JudgedAnswer = .texts([1]), context: Int64? = nil,
    body: Int64? = nil
  ) -> Verdict {
    Verdict(
      recordID: number, key: key(number),
      slot: Slot(
        questionID: question, opponentID: opponent, sample: 0, turn: turn, repeatNumber: 0),
      judgedAt: at, value: value, answer: answer, context: context.map(key), bodyTextID: body)
  }

  /// The key of a number; keys order as numbers do.
  static func key(_ number: Int64) -> Key {
    let bytes = (0..<16).map { place in
      place < 8 ? 0 : UInt8(truncatingIfNeeded: number >> Int64((15 - place) * 8))
    }
    return Key(bytes) ?? Key(of: bytes)
  }
}
