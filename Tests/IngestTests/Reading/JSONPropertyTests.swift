import Foundation
import Ingest
import TestSupport
import Testing

@Suite struct JSONPropertyTests {
  @Test(arguments: 0..<40)
  func `what Foundation writes is read back`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var parser = try JSONParser()
    for _ in 0..<50 {
      let value = Self.value(depth: 0, using: &random)
      let data = try JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
      try parser.withDocument(copying: Array(data)) { root in
        #expect(Self.isEqual(root, value), "seed \(seed)")
        #expect(root.rawJSON == String(decoding: data, as: UTF8.self))
      }
    }
  }

  @Test(arguments: 0..<40)
  func `agrees with a plain reader about damaged documents`(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 1_000)
    var parser = try JSONParser()
    for _ in 0..<200 {
      let value = Self.value(depth: 0, using: &random)
      let data = try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
      let damaged = Self.damaged(Array(data), using: &random)
      var isAccepted = true
      do { try parser.withDocument(copying: damaged) { _ in } } catch is JSONError {
        isAccepted = false
      }
      #expect(
        isAccepted == ReferenceGrammar.accepts(damaged),
        "seed \(seed): \(String(decoding: damaged, as: UTF8.self))")
    }
  }

  // MARK: - Private

  private static func value(depth: Int, using random: inout SeededRandom) -> Any {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &random) {
    case 0: return NSNull()
    case 1: return Bool.random(using: &random)
    case 2: return Int64.random(in: .min ... .max, using: &random)
    case 3: return Double.random(in: -1e6...1e6, using: &random)
    case 4: return text(using: &random)
    case 5:
      return (0..<Int.random(in: 0..<6, using: &random)).map { _ in
        value(depth: depth + 1, using: &random)
      }
    default:
      var object: [String: Any] = [:]
      for _ in 0..<Int.random(in: 0..<6, using: &random) {
        object[text(using: &random)] = value(depth: depth + 1, using: &random)
      }
      return object
    }
  }

  private static func text(using random: inout SeededRandom) -> String {
    let alphabet: [Character] = [
      "a", "b", " ", "\"", "\\", "/", "\n", "\u{1}", "é", "漢", "😀", "{", ",",
    ]
    let count = Int.random(in: 0..<40, using: &random)
    return String(
      (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
  }

  private static func damaged(_ bytes: [UInt8], using random: inout SeededRandom) -> [UInt8] {
    let pieces: [[UInt8]] =
      ["[", "]", "{", "}", ",", ":", "\"", "\\", "1", "-", ".", "e", " ", "n", "\n"]
      .map { Array($0.utf8) } + [[0], [0xFF], [0xC3]]
    var result = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0...result.count, using: &random)
      let end = min(result.count, place + Int.random(in: 0...2, using: &random))
      let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
      result.replaceSubrange(place..<end, with: Bool.random(using: &random) ? piece : [])
    }
    return result
  }

  private static func isEqual(_ node: JSONNode, _ value: Any) -> Bool {
    switch value {
    case is NSNull: return node.isNull
    case let value as String: return node.string() == value
    case let value as [Any]:
      let elements = Array(node.elements)
      return node.kind == .array && elements.count == value.count && node.count == value.count
        && zip(elements, value).allSatisfy { isEqual($0, $1) }
    case let value as [String: Any]:
      return node.kind == .object && node.count == value.count
        && value.allSatisfy { name, value in node[name: name].map { isEqual($0, value) } ?? false }
    case let value as Bool where node.bool != nil: return node.bool == value
    case let value as Int64 where node.int64 != nil: return node.int64 == value
    case let value as Double: return node.double == value
    default: return false
    }
  }
}
