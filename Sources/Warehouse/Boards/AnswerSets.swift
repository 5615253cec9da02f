/// Tells the answer sets of a model apart, and picks the judgments that stand for each.
///
/// A set is the answers of one generation. It is computed and never stored, so that the order of
/// import cannot matter: the k-th set holds, slot by slot, the k-th distinct answer in order of
/// time. A slot that was judged that often, but on fewer texts, repeats its last text; one judged
/// less often is missing from the set. A verdict that comes without any prompt, as a figure does,
/// tells no answers apart: it goes with the answer that was the newest when it was given.
struct AnswerSets {
  /// For each set, the canonical judgment of every slot, in order of their keys.
  let canonical: [[Verdict]]

  /// How many there are.
  var count: Int { canonical.count }

  /// - Parameter verdicts: of one model and, in pairwise mode, one opponent.
  /// - Complexity: O(n log n).
  init(_ verdicts: [Verdict]) {
    var seen: Set<Verdict.Slot> = []
    // Most often each slot was judged once.
    if verdicts.allSatisfy({ seen.insert($0.slot).inserted }) {
      canonical = verdicts.isEmpty ? [] : [verdicts.sorted { $0.key < $1.key }]
      return
    }
    let slots = Dictionary(grouping: verdicts, by: \.slot).values.map(Slot.init)
    let count = slots.map(\.answers.count).max() ?? 0
    canonical = (0..<count).map { set in
      slots.compactMap { $0.canonical(set: set) }.sorted { $0.key < $1.key }
    }
  }

  /// One slot with its verdicts in order of time.
  private struct Slot {
    /// Distinct answers in the order in which they were first judged, each with its verdicts.
    private(set) var answers: [[Verdict]] = []
    private let telling: Int

    init(_ verdicts: [Verdict]) {
      let ordered = verdicts.sorted(by: Verdict.happenedBefore)
      let told = ordered.filter { $0.answer != .unknown }
      telling = told.isEmpty ? ordered.count : told.count
      var places: [Verdict.JudgedAnswer: Int] = [:]
      for verdict in told.isEmpty ? ordered : told {
        if let place = places[verdict.answer] {
          answers[place].append(verdict)
        } else {
          places[verdict.answer] = answers.count
          answers.append([verdict])
        }
      }
      guard !told.isEmpty else { return }
      for verdict in ordered where verdict.answer == .unknown {
        let place = answers.lastIndex { answer in
          (answer[0].judgedAt ?? .max) <= (verdict.judgedAt ?? .max)
        }
        answers[place ?? 0].append(verdict)
      }
    }

    /// The judgment that stands for the slot in a set, counted from 0; nil where it is missing.
    func canonical(set: Int) -> Verdict? {
      if answers.indices.contains(set) { return Self.canonical(answers[set]) }
      return telling > set ? answers.last.flatMap(Self.canonical) : nil
    }

    /// The latest scored one; where none is scored the latest.
    ///
    /// Unknown times count as the earliest, so that a judgment with a time is preferred to one
    /// without; at one time a judgment with a prompt is preferred to a mere figure.
    private static func canonical(_ verdicts: [Verdict]) -> Verdict? {
      let scored = verdicts.filter { $0.value != nil }
      return (scored.isEmpty ? verdicts : scored).min { left, right in
        let times = (left.judgedAt ?? .min, right.judgedAt ?? .min)
        if times.0 != times.1 { return times.0 > times.1 }
        let areTold = (left.answer != .unknown, right.answer != .unknown)
        return areTold.0 != areTold.1 ? areTold.0 : left.key < right.key
      }
    }
  }
}
