/// Letters for models that cannot be told apart: going down a ranking, a model takes a new letter
/// when its difference to the first of the current letter is significant.
///
/// The first of a letter is tested against all below it, and these tests are corrected together.
public enum RankGroups {
  /// The letter of each model, best first.
  ///
  /// - Parameters:
  ///   - count: how many models are ranked.
  ///   - p: of the difference of two of them, the better one first; nil where they cannot be
  ///     compared, which tells them apart as little as equal scores do.
  /// - Complexity: O(count) calls for each letter.
  public static func letters(
    count: Int, adjustment: Adjustment, alpha: Double = 0.05, p: (Int, Int) -> Double?
  ) -> [String] {
    var letters: [String] = []
    var first = 0
    var number = 0
    while first < count {
      let others = Array((first + 1)..<max(count, first + 1))
      let values = adjustment.adjusted(others.map { p(first, $0) ?? 1 })
      let next = zip(others, values).first { $0.1 < alpha }?.0 ?? count
      letters += Array(repeating: letter(number), count: next - first)
      first = next
      number += 1
    }
    return letters
  }

  /// a to z, then aa, ab and so on.
  static func letter(_ number: Int) -> String {
    let last = String(Unicode.Scalar(UInt8(97 + number % 26)))
    return number < 26 ? last : letter(number / 26 - 1) + last
  }
}
