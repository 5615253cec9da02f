/// What a model got in each slot of a board, packed into bytes: enough for errors, categories,
/// shared questions and paired differences without reading a judgment.
///
/// Each entry is four LEB128 numbers (question id, opponent id or 0, turn or 0, number of scored
/// verdicts) and the sum of their values as a little-endian 64-bit float, in order of the ids. A
/// value is a score; in pairwise mode 1 for a win, 0.5 for a tie, 0 for a loss.
public struct SlotVector: Sendable, Equatable {
  /// One slot.
  public struct Entry: Sendable, Equatable {
    /// The number of the question in this store.
    public let questionID: Int64
    /// nil in single mode.
    public let opponentID: Int64?
    /// nil: of the whole conversation, or not stated.
    public let turn: Int?
    /// How many scored verdicts; 0 where the slot's judgment has no score.
    public let count: Int
    /// The sum of their values.
    public let sum: Double

    /// What a slot got.
    public init(questionID: Int64, opponentID: Int64?, turn: Int?, count: Int, sum: Double) {
      self.questionID = questionID
      self.opponentID = opponentID
      self.turn = turn
      self.count = count
      self.sum = sum
    }
  }

  /// In order of question, opponent and turn.
  public let entries: [Entry]

  /// Four numbers of a byte, and a float.
  private static let leastEntryBytes = 12

  /// Slots with a scored verdict.
  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// Reads packed bytes; nil where they are cut off.
  ///
  /// - Complexity: O(bytes).
  public init?(packed bytes: [UInt8]) {
    var entries: [Entry] = []
    entries.reserveCapacity(bytes.count / Self.leastEntryBytes)
    var position = 0
    // 63 bits: what an id has.
    func number() -> Int64? {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.count, shift < 63 {
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return Int64(value) }
        shift += 7
      }
      return nil
    }
    while position < bytes.count {
      guard let question = number(), let opponent = number(), let turn = number(),
        let count = number(), position + 8 <= bytes.count
      else { return nil }
      let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[position + $1]) << UInt64($1 * 8) }
      position += 8
      entries.append(
        Entry(
          questionID: question, opponentID: opponent == 0 ? nil : opponent,
          turn: turn == 0 ? nil : Int(turn), count: Int(count), sum: Double(bitPattern: bits)))
    }
    self.entries = entries
  }

  /// The packed bytes.
  public var packed: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: UInt64) {
      var rest = value
      while rest > 0x7F {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    for entry in entries {
      append(UInt64(entry.questionID))
      append(UInt64(entry.opponentID ?? 0))
      append(UInt64(entry.turn ?? 0))
      append(UInt64(entry.count))
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: entry.sum.bitPattern >> shift))
      }
    }
    return bytes
  }
}
