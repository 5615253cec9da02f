/// Random numbers that depend on a seed and on the number of a case, and on nothing else: SplitMix64.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
struct FuzzRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64, number: Int) {
    state = seed
    // Neighbouring cases must not share numbers.
    state = next() &+ UInt64(number)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to one less than the count, which is at least 1.
  mutating func below(_ count: Int) -> Int { .random(in: 0..<max(1, count), using: &self) }

  /// True once in so many times.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  /// One of some things.
  mutating func pick<T>(_ things: [T]) -> T { things[below(things.count)] }
}
