internal import Warehouse

/// What judges said of an answer, by annotator.
///
/// An annotator asks one or more judges the same prompt. A judge is told by a field `JUDGE_score`, a
/// number, or null where none was found; its text is `JUDGE_reasoning`. What else an annotator states is
/// kept with the answer.
struct HELMAnnotations {
  private(set) var verdicts: [Verdict] = []

  struct Verdict {
    let annotator: String
    let judge: String
    /// nil: none was found in the judge's text.
    let score: Double?
    let prompt: StoredText?
    let text: StoredText?
  }

  /// - Throws: `RecordProblem`.
  init(_ fields: inout RecordFields) throws {
    guard let annotations = fields.value("annotations") else { return }
    guard annotations.kind == .object else {
      throw fields.wrongType("annotations", annotations, "an object")
    }
    for annotation in annotations.members {
      guard let annotator = annotation.key() else { continue }
      guard annotation.kind == .object else {
        fields.keep("/annotations/\(annotator)", annotation.rawJSON)
        continue
      }
      try read(annotation, by: annotator, &fields)
    }
  }

  // MARK: - Private

  private static let prompt = "prompt_text"
  private static let score = "_score"
  private static let reasoning = "_reasoning"

  private mutating func read(
    _ annotation: JSONNode, by annotator: String, _ fields: inout RecordFields
  ) throws {
    func text(_ name: String) throws -> StoredText? {
      guard let value = annotation.members.first(where: { $0.key() == name }),
        value.kind == .string
      else { return nil }
      known.insert(name)
      return try fields.storedText(of: value) { "\(name) of \(annotator)" }
    }
    var known: Set<String> = []
    for member in annotation.members {
      guard let name = member.key(), name.hasSuffix(Self.score),
        [.number, .null].contains(member.kind)
      else { continue }
      let judge = String(name.dropLast(Self.score.count))
      guard !judge.isEmpty else { continue }
      guard member.isNull || member.double != nil else {
        throw RecordProblem("\(name) of \(annotator) is \(member.rawJSON), not a number in range")
      }
      known.insert(name)
      verdicts.append(
        Verdict(
          annotator: annotator, judge: judge, score: member.double,
          prompt: try text(Self.prompt), text: try text(judge + Self.reasoning)))
    }
    fields.keepMembers(of: annotation, at: "/annotations/\(annotator)", but: known)
  }
}
