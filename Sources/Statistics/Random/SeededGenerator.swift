/// Random numbers that are the same for the same seed, on every machine: xoshiro256++.
///
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021); https://prng.di.unimi.it
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Numbers that depend on nothing but a seed and the number of a stream under it.
  public init(seed: UInt64, stream: Int = 0) {
    var mixer = seed &+ UInt64(truncatingIfNeeded: stream) &* 0xD134_2543_DE82_EF95
    // SplitMix64, as the generator's authors say to fill its state.
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var mixed = mixer
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let sum = state.0 &+ state.3
    let result = ((sum << 23) | (sum >> 41)) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number from 0 up to, not including, 1.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A whole number from 0 up to, not including, a bound.
  ///
  /// Multiply and shift; its bias is below bound / 2^64.
  public mutating func index(below bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
