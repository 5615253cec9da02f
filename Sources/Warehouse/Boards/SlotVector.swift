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

  /// The bytes.
  public let packed: [UInt8]

  /// Slots with a scored verdict, in order of question, opponent and turn.
  public init(_ entries: some Sequence<Entry>) {
    var bytes: [UInt8] = []
    for entry in entries { entry.append(to: &bytes) }
    packed = bytes
  }

  /// Bytes that a rollup has; those behind an entry that is cut off are not read.
  ///
  /// - Complexity: O(1): they are read anew each time that entries are asked for, which costs less
  ///   than to keep a thousand models' entries in memory.
  public init(packed bytes: [UInt8]) {
    packed = bytes
  }

  /// Whether it has no slot.
  public var isEmpty: Bool { packed.isEmpty }
}

extension SlotVector: Sequence {
  /// The entries, in the order they were packed in.
  public func makeIterator() -> Iterator { Iterator(packed) }

  /// Reads one entry after the other.
  public struct Iterator: IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0

    fileprivate init(_ bytes: [UInt8]) {
      self.bytes = bytes
    }

    /// The next entry; nil at the end, and where the bytes make none.
    public mutating func next() -> Entry? {
      guard position < bytes.count, let question = number(), let opponent = number(),
        let turn = number(), let count = number(), position + 8 <= bytes.count
      else {
        position = bytes.count
        return nil
      }
      let bits = unsafe UInt64(
        littleEndian: bytes.span.bytes.unsafeLoadUnaligned(
          fromByteOffset: position, as: UInt64.self))
      position += 8
      return Entry(
        questionID: question, opponentID: opponent == 0 ? nil : opponent,
        turn: turn == 0 ? nil : Int(turn), count: Int(count), sum: Double(bitPattern: bits))
    }

    /// 63 bits: what an id has.
    private mutating func number() -> Int64? {
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
  }
}

extension SlotVector.Entry {
  fileprivate func append(to bytes: inout [UInt8]) {
    for number in [questionID, opponentID ?? 0, Int64(turn ?? 0), Int64(count)] {
      var rest = UInt64(number)
      while rest > 0x7F {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: sum.bitPattern >> shift))
    }
  }
}
