internal import Foundation
public import Testing

/// Random numbers that are the same in every run: SplitMix64.
///
/// As the argument of a test it stands in the message of a failure with its seed. The variable
/// `SCOREHOUSE_TEST_SEED` replaces the first seed, to try others or to repeat one.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
public struct SeededRandom: RandomNumberGenerator, Sendable, CustomTestStringConvertible {
  /// What it was made with.
  public let seed: UInt64
  private var state: UInt64

  /// Numbers that depend on nothing but the seed.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Generators with successive seeds, for the arguments of a test.
  public static func seeds(_ count: Int) -> [SeededRandom] {
    let given = ProcessInfo.processInfo.environment["SCOREHOUSE_TEST_SEED"]
    let first = given.flatMap { UInt64($0) } ?? 1
    return (0..<UInt64(count)).map { SeededRandom(seed: first &+ $0) }
  }

  /// What a failing test prints.
  public var testDescription: String { "seed \(seed)" }
}

extension SeededRandom {
  /// A whole number of the range.
  public mutating func int(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

  /// True once in so many times.
  public mutating func oneIn(_ count: Int) -> Bool { int(1...count) == 1 }

  /// An element of a collection that is not empty.
  public mutating func pick<C: Collection>(_ elements: C) -> C.Element {
    elements[elements.index(elements.startIndex, offsetBy: int(0...(elements.count - 1)))]
  }

  /// Any float but a NaN.
  public mutating func double() -> Double {
    let value = Double(bitPattern: next())
    return value.isNaN ? 0 : value
  }

  /// Bytes of any value.
  public mutating func bytes(count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// A text of scalars that are easily mishandled, without NUL.
  public mutating func text(count: Int) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "B", "0", " ", "'", "\"", "\\", "\n", "\r", "\t", "\u{1}", "\u{7F}", "$", "%", "{", "}",
      "é", "\u{301}", "日", "\u{2028}", "\u{FFFD}", "\u{FEFF}", "🤗", "👩", "\u{200D}", "\u{10FFFF}",
    ]
    var text = "".unicodeScalars
    for _ in 0..<count { text.append(pick(scalars)) }
    return String(text)
  }
}
