import TestSupport
import Testing
import Warehouse

/// Slots come back from their packed bytes, as far as these make any.
@Suite struct SlotVectorTests {
  private static func entry(_ random: inout SeededRandom) -> SlotVector.Entry {
    SlotVector.Entry(
      questionID: random.pick([1, 127, 128, 16_384, 5_000_000_000, .max]),
      opponentID: random.oneIn(2) ? nil : random.pick([1, 300, .max]),
      turn: random.oneIn(3) ? nil : random.int(1...200), count: random.int(0...1_000),
      sum: random.oneIn(2) ? random.double() : Double(random.int(0...100)) / 10)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `entries come back from their bytes`(seed: SeededRandom) {
    var random = seed
    let entries = (0..<random.int(0...30)).map { _ in Self.entry(&random) }
    let vector = SlotVector(entries)
    #expect(Array(SlotVector(packed: vector.packed)) == entries)
  }

  @Test(arguments: SeededRandom.seeds(20))
  func `bytes that are cut off inside an entry give those before it`(seed: SeededRandom) {
    var random = seed
    let entries = (0..<5).map { _ in Self.entry(&random) }
    let ends = (0...5).map { SlotVector(Array(entries[..<$0])).packed.count }
    let bytes = SlotVector(entries).packed
    for count in 0...bytes.count {
      let whole = ends.lastIndex { $0 <= count } ?? 0
      #expect(Array(SlotVector(packed: Array(bytes[..<count]))) == Array(entries[..<whole]))
    }
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `bytes of no meaning end no process`(seed: SeededRandom) {
    var random = seed
    let bytes = (0..<random.int(1...60)).map { _ in
      random.pick([0x00, 0x01, 0x7F, 0x80, 0xFF] as [UInt8])
    }
    // By their bytes: a sum may be no number, which equals nothing.
    let vector = SlotVector(Array(SlotVector(packed: bytes)))
    #expect(SlotVector(Array(vector)) == vector)
  }

  @Test(arguments: 0..<4)
  func `a number that no column can hold ends the entries`(position: Int) {
    let tooLarge: [UInt8] = Array(repeating: 0xFF, count: 9) + [0x01]
    let numbers = (0..<4).flatMap { $0 == position ? tooLarge : [1] }
    let bytes = SlotVector([.init(questionID: 1, opponentID: 2, turn: 3, count: 4, sum: 5)]).packed
    #expect(
      Array(SlotVector(packed: bytes + numbers + Array(repeating: 0, count: 8)))
        == Array(SlotVector(packed: bytes)))
  }

  /// The layout is documented for other readers of a store.
  @Test func `an entry is four numbers and a float`() {
    let vector = SlotVector([
      .init(questionID: 300, opponentID: nil, turn: 2, count: 1, sum: 1),
      .init(questionID: 301, opponentID: 5, turn: nil, count: 2, sum: 0.5),
    ])
    let first: [UInt8] = [0xAC, 0x02, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    let second: [UInt8] = [0xAD, 0x02, 5, 0, 2, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F]
    #expect(vector.packed == first + second)
  }
}
