import TestSupport
import Testing

@testable import Warehouse

/// Keys are the first half of a SHA-256, and order as their bytes do.
@Suite struct KeyTests {
  @Test(
    arguments: [
      ("abc", "ba7816bf8f01cfea414140de5dae2223"), ("", "e3b0c44298fc1c149afbf4c8996fb924"),
      ("The quick brown fox jumps over the lazy dog", "d7a8fbb307d7809469ca9abcb0082e4f"),
    ])
  func `a key is the beginning of the digest`(text: String, digits: String) {
    let key = Key(of: text.utf8)
    #expect(key.description == digits)
    #expect(key.short == String(digits.prefix(12)))
    #expect(key.bytes.count == Key.byteCount)
  }

  @Test func `a sequence of any kind has the key of its bytes`() {
    let bytes = Array("xabcx".utf8)
    let expected = Key(of: "abc".utf8)
    #expect(Key(of: bytes[1..<4]) == expected)
    #expect(Key(of: AnySequence(Array("abc".utf8))) == expected)
    #expect(Key(of: Array("abc".utf8)) == expected)
  }

  @Test(arguments: SeededRandom.seeds(50))
  func `bytes come back and order as keys do`(seed: SeededRandom) throws {
    var random = seed
    let keys = try (0..<20).map { _ in
      // Few values, so that long common beginnings and leading zeros occur.
      let bytes = (0..<Key.byteCount).map { _ in random.pick([0, 1, 0x7F, 0x80, 0xFF] as [UInt8]) }
      let key = try #require(Key(bytes))
      #expect(key.bytes == bytes)
      #expect(
        key.description == bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
      return key
    }
    for left in keys {
      for right in keys {
        #expect((left < right) == left.bytes.lexicographicallyPrecedes(right.bytes))
        #expect((left == right) == (left.bytes == right.bytes))
      }
    }
  }

  @Test(arguments: [0, 1, 12, 15, 17, 32])
  func `another number of bytes is no key`(count: Int) {
    #expect(Key(Array(repeating: 1, count: count)) == nil)
  }

  @Test func `keys of what happens at a time are in its order`() {
    let keys = [0, 1, 1_700_000_000_000_000_000].map { Key(at: $0, number: .max) }
    #expect(keys == keys.sorted())
    #expect(Key(at: 7, number: 1) != Key(at: 7, number: 2))
    #expect(Key(at: 0x01_02, number: 3).description == "00000000000001020000000000000003")
  }

  @Test func `keys of a group lie together, and stay different`() {
    let group = Key(of: "model".utf8)
    let keys = (0..<500).map { Key(of: "\($0)".utf8).beside(group) }
    #expect(Set(keys.map { $0.bytes.prefix(2) }) == [group.bytes.prefix(2)])
    // Also what people see of them.
    #expect(Set(keys.map(\.short)).count == keys.count)
    #expect(keys[0].bytes.dropFirst(2) == Key(of: "0".utf8).bytes.dropFirst(2))
  }
}
