internal import Storage
internal import Warehouse

/// What of a model's results looks as if they were not what they seem: answers that are all alike,
/// that speak to the judge, that are unusually long, that lack turns, or that are errors; and scores
/// outside their scale.
struct SuspicionFindings {
  let findings: [Finding]

  /// Fewer answers than these show no pattern.
  private static let fewest = 10
  /// A larger share of a model's answers that share one text is suspicious.
  private static let sameShare = 0.2
  /// So many times the usual length is suspicious, or one so many times shorter.
  private static let lengthFactor = 4.0
  /// How much of an answer is compared when near-duplicates are looked for, in characters.
  fileprivate static let comparedCharacters = 200

  /// - Complexity: O(bytes of all answers).
  init(_ reader: StandingReader) throws {
    let models = try Self.read(reader)
    let turnCounts = try Self.turnCounts(reader)
    let ofModels = models.sorted { $0.key < $1.key }.flatMap { key, answers in
      Self.findings(key, answers, models, turnCounts)
    }
    findings = try ofModels + Self.offScale(reader)
  }

  // MARK: - Private

  private struct ModelKey: Hashable, Comparable {
    let benchmark: String
    let model: String

    static func < (left: ModelKey, right: ModelKey) -> Bool {
      (left.benchmark, left.model) < (right.benchmark, right.model)
    }
  }

  fileprivate struct Answers {
    var count = 0
    var lengths: [Int] = []
    var beginnings: [String: Int] = [:]
    var errors = 0
    var phrases: [String: Int] = [:]
    /// The turns of each question, each conversation on its own.
    var turns: [[Int64]: Int] = [:]

    var usualLength: Int? {
      lengths.isEmpty ? nil : lengths.sorted()[lengths.count / 2]
    }
  }

  private static func read(_ reader: StandingReader) throws -> [ModelKey: Answers] {
    let names = try ModelNames(reader.connection, reader.facts.effects)
    var models: [ModelKey: Answers] = [:]
    try reader.connection.forEach(
      """
      SELECT b.name, r.model_id, a.question_id, a.record_id, a.sample, t.content, a.outcome,
        x.recorded_at
      FROM answers a JOIN answer_records r ON r.record_id = a.record_id
      JOIN records x ON x.id = a.record_id
      JOIN questions q ON q.id = a.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      LEFT JOIN texts t ON t.id = a.text_id WHERE r.role = 'answer'
      """
    ) { row in
      guard
        reader.facts.counts(record: try row.integer(3), recordedAt: try row.integer(7))
      else { return }
      let modelID = reader.facts.effects.models.root(of: try row.integer(1))
      let key = ModelKey(benchmark: try row.text(0), model: names[modelID])
      models[key, default: Answers()].add(
        row.optionalText(5) ?? "", outcome: try row.text(6),
        conversation: [try row.integer(2), try row.integer(3), try row.integer(4)])
    }
    return models
  }

  private static func turnCounts(_ reader: StandingReader) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    try reader.connection.forEach(
      "SELECT question_id, max(turn_count) FROM question_versions GROUP BY question_id"
    ) { row in
      if let count = row.optionalInteger(1) { counts[try row.integer(0)] = Int(count) }
    }
    return counts
  }

  private static func findings(
    _ key: ModelKey, _ answers: Answers, _ all: [ModelKey: Answers], _ turnCounts: [Int64: Int]
  ) -> [Finding] {
    func finding(_ kind: Finding.Kind, _ rows: Int, _ text: String) -> Finding {
      Finding(
        kind: kind, subject: key.model, rows: rows, text: "\(text) on \(key.benchmark)",
        command: CommandText.of("exclude", "model", key.model, "--reason", "WHY"))
    }
    var findings: [Finding] = []
    if answers.errors > 0 {
      findings.append(
        finding(
          .storedErrors, answers.errors,
          "\(count(answers.errors, "answer")) of \(key.model) \(answers.errors == 1 ? "is" : "are") "
            + "the error of a call or empty, not a text"))
    }
    let missing = answers.turns.count { conversation, turns in
      turnCounts[conversation[0]].map { turns < $0 } ?? false
    }
    if missing > 0 {
      findings.append(
        finding(
          .missingTurns, missing,
          "\(count(missing, "conversation")) of \(key.model) lack turns that the question has"))
    }
    for (phrase, rows) in answers.phrases.sorted(by: { $0.key < $1.key }) {
      findings.append(
        finding(
          .toTheJudge, rows,
          "\(count(rows, "answer")) of \(key.model) \(rows == 1 ? "speaks" : "speak") to the judge: "
            + "\"\(phrase)\""))
    }
    guard answers.count >= fewest else { return findings }
    if let most = answers.beginnings.values.max(),
      Double(most) > sameShare * Double(answers.count)
    {
      findings.append(
        finding(
          .sameAnswers, most,
          "\(most) of \(answers.count) answers of \(key.model) are the same or begin alike"))
    }
    let others = all.filter { $0.key.benchmark == key.benchmark && $0.key != key }
      .compactMap(\.value.usualLength).sorted()
    if others.count > 1, let own = answers.usualLength {
      let usual = max(1, others[others.count / 2])
      let ratio = Double(max(1, own)) / Double(usual)
      if ratio > lengthFactor || ratio < 1 / lengthFactor {
        findings.append(
          finding(
            .length, answers.count,
            "answers of \(key.model) have \(own) characters, those of other models \(usual), each "
              + "the median"))
      }
    }
    return findings
  }

  private static func count(_ value: Int, _ noun: String) -> String {
    "\(DecimalText.grouped(Int64(value))) \(noun)\(value == 1 ? "" : "s")"
  }

  /// Models whose scores lie outside a scale that somebody stated.
  private static func offScale(_ reader: StandingReader) throws -> [Finding] {
    let names = try ModelNames(reader.connection, reader.facts.effects)
    return try reader.boards().filter { $0.mode == .single }.flatMap { board -> [Finding] in
      let models = try BoardModel.stored(reader.connection, boardID: board.id, withSlots: false)
      return models.compactMap { model in
        guard let scale = board.statedScale ?? model.scale, let range = model.range,
          range.lowerBound < scale.lowerBound || range.upperBound > scale.upperBound
        else { return nil }
        let name = names[model.modelID]
        return Finding(
          kind: .offScale, subject: name, rows: model.n,
          text: "scores of \(name) by \(board.judge) lie from \(range.lowerBound) to "
            + "\(range.upperBound), the scale from \(scale.lowerBound) to \(scale.upperBound)",
          command: CommandText.of("show", "model", name))
      }
    }
  }
}

extension SuspicionFindings.Answers {
  /// Words that no question asks for, and that a judge may follow.
  fileprivate static let phrases = [
    "[[rating]]", "[[10]]", "[[A]]", "[[B]]", "rating: [[", "ignore all previous",
    "ignore previous instructions", "disregard the above", "as the judge", "dear judge",
    "give this answer a", "rate this response", "assistant a is better", "assistant b is better",
    "the start of assistant", "the end of assistant",
  ]

  fileprivate mutating func add(_ text: String, outcome: String, conversation: [Int64]) {
    count += 1
    turns[conversation, default: 0] += 1
    guard outcome != "api_error", !text.isEmpty, text != "$ERROR$" else {
      errors += 1
      return
    }
    lengths.append(text.count)
    let lower = text.lowercased()
    beginnings[String(lower.prefix(SuspicionFindings.comparedCharacters)), default: 0] += 1
    for phrase in Self.phrases where lower.contains(phrase.lowercased()) {
      phrases[phrase, default: 0] += 1
    }
  }
}
