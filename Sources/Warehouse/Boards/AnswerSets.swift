/// Tells the answer sets of a model apart, and picks the judgments that stand for the newest.
///
/// A set is the answers of one generation. It is computed and never stored, so that the order of
/// import cannot matter: the k-th set holds, slot by slot, the k-th distinct answer in order of
/// time. A slot that was judged as often as there are sets, but on fewer texts, repeats its last
/// text; one judged less often is missing from the set.
struct AnswerSets {
  /// How many there are.
  let count: Int
  /// The canonical judgment of every slot of the newest set, in order of their keys.
  let canonical: [Verdict]

  /// - Parameter verdicts: of one model and, in pairwise mode, one opponent.
  /// - Complexity: O(n log n).
  init(_ verdicts: [Verdict]) {
    var slots: [Verdict.Slot: [Verdict]] = [:]
    for verdict in verdicts { slots[verdict.slot, default: []].append(verdict) }
    let ordered = slots.values.map { $0.sorted(by: Verdict.happenedBefore) }
    let answers = ordered.map(Self.distinctAnswers)
    let count = answers.map(\.count).max() ?? 0
    self.count = count
    canonical = zip(ordered, answers)
      .compactMap { verdicts, answers in
        guard answers.count == count || verdicts.count >= count, let newest = answers.last
        else { return nil }
        return Self.canonical(verdicts.filter { $0.answer == newest })
      }
      .sorted { $0.key < $1.key }
  }

  /// The distinct answers in order of the time at which they were first judged.
  private static func distinctAnswers(_ verdicts: [Verdict]) -> [Verdict.JudgedAnswer] {
    var seen: Set<Verdict.JudgedAnswer> = []
    return verdicts.map(\.answer).filter { seen.insert($0).inserted }
  }

  /// The latest scored one; where none is scored the latest.
  ///
  /// Unknown times count as the earliest
  /// here, so that a judgment with a time is preferred to one without.
  private static func canonical(_ verdicts: [Verdict]) -> Verdict? {
    let scored = verdicts.filter { $0.value != nil }
    return (scored.isEmpty ? verdicts : scored).min { left, right in
      let times = (left.judgedAt ?? .min, right.judgedAt ?? .min)
      return times.0 != times.1 ? times.0 > times.1 : left.key < right.key
    }
  }
}
