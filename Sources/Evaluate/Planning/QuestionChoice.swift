/// Which questions of a benchmark are asked.
public enum QuestionChoice: Sendable, Hashable, Codable {
  /// Every one.
  case all
  /// The first ones.
  case first(Int)
  /// So many, drawn from each category in proportion to its size, always the same for a seed.
  case sample(Int, seed: UInt64)

  /// What is asked of a benchmark.
  func choose(_ questions: [PlannedQuestion]) -> [PlannedQuestion] {
    switch self {
    case .all: return questions
    case .first(let count): return Array(questions.prefix(count))
    case .sample(let count, let seed):
      let drawn = Set(Self.draw(count, of: questions, seed: seed).map(\.name))
      return questions.filter { drawn.contains($0.name) }
    }
  }

  // MARK: - Private

  private static func draw(
    _ count: Int, of questions: [PlannedQuestion], seed: UInt64
  ) -> [PlannedQuestion] {
    guard count < questions.count else { return questions }
    let groups = Dictionary(grouping: questions) { $0.category ?? "" }
      .sorted { $0.key < $1.key }.map(\.value)
    var random = SampleNumbers(state: seed)
    return zip(groups, shares(of: count, among: groups.map(\.count)))
      .flatMap { group, share in group.shuffled(using: &random).prefix(share) }
  }

  /// Whole shares in proportion to the sizes; what is left over goes to the largest remainders.
  private static func shares(of count: Int, among sizes: [Int]) -> [Int] {
    let total = sizes.reduce(0, +)
    var shares = sizes.map { $0 * count / total }
    let byRemainder = sizes.indices.sorted { left, right in
      let remainders = (sizes[left] * count % total, sizes[right] * count % total)
      return remainders.0 == remainders.1 ? left < right : remainders.0 > remainders.1
    }
    for index in byRemainder.prefix(count - shares.reduce(0, +)) { shares[index] += 1 }
    return shares
  }
}

/// Random numbers that are the same on every machine and in every version: SplitMix64.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
private struct SampleNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
