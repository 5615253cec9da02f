internal import Warehouse

/// One row of figures without texts.
///
/// It has `model`, `judge`, `question_id`, `turn`, `score`, and what else is known. The values are texts as the file spells them; nil: the row does not say.
struct ScoreRow {
  var fields: [String: String]

  /// Columns that a file of scores must have.
  static let required = ["model", "judge", "question_id", "turn", "score"]
  /// Columns that it may have; any other is kept as it is.
  static let optional = [
    "benchmark", "category", "protocol", "prompt", "repeat", "sample", "tstamp", "temperature",
    "cost_usd", "outcome",
  ]

  /// The verdict, and the category of its question where the row states one.
  ///
  /// - Parameter benchmark: of rows that state none.
  /// - Throws: `RecordProblem`.
  func records(
    line: Int, benchmark: String, statedJudge: StatedJudge
  ) throws -> [SourceRecord] {
    let question = QuestionName(
      benchmark: fields["benchmark"] ?? benchmark, externalID: try required("question_id"))
    let judgment = try judgment(question, statedJudge)
    var records = [
      SourceRecord(
        statement: statement(question, statedJudge), line: line, extra: extra(),
        content: .judgment(judgment))
    ]
    if let category = fields["category"] {
      records.append(Self.category(category, of: question, line: line))
    }
    return records
  }

  // MARK: - Private

  private func judgment(
    _ question: QuestionName, _ statedJudge: StatedJudge
  ) throws -> JudgmentRecord {
    let prompt = fields["prompt"]
    var judge = JudgeIdentity(
      kind: .model, mode: .single, requestedModel: try required("judge"),
      protocolName: fields["protocol"] ?? prompt.map(ProtocolName.containing))
    judge.temperature = try number("temperature")
    let score = try score()
    return JudgmentRecord(
      question: question, judge: statedJudge.complete(judge), promptName: prompt,
      model: try required("model"), opponent: nil, turn: try turn(),
      sample: try count("sample") ?? 0, repeatNumber: try count("repeat") ?? 0,
      judgedAt: try time(), reportedNanoUSD: try cost(),
      games: [
        JudgmentRecord.Game(
          number: 0, outcome: try outcome(hasScore: score != nil), score: score, winner: nil,
          prompt: nil, text: nil)
      ])
  }

  private func statement(_ question: QuestionName, _ statedJudge: StatedJudge) -> Key {
    var form = CanonicalForm("scores")
    form.add(question.benchmark)
    form.add(statedJudge.identity)
    let stated = fields.filter { $0.key != "benchmark" }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    form.addObject(count: stated.count)
    for (name, value) in stated {
      form.add(name)
      form.add(value)
    }
    return form.key()
  }

  private static func category(
    _ category: String, of question: QuestionName, line: Int
  ) -> SourceRecord {
    var form = CanonicalForm("category")
    form.add(question.benchmark)
    form.add(question.externalID)
    form.add(category)
    return SourceRecord(
      statement: form.key(), line: line, extra: nil, isImplied: true,
      content: .question(
        QuestionRecord(
          question: question, category: category, requiredTemperature: nil, turns: nil)))
  }

  /// Columns that we have no place for.
  private func extra() -> String? {
    let unknown = fields.filter { !(Self.required + Self.optional).contains($0.key) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { (name: $0.key, json: JSONText.quoted($0.value)) }
    return unknown.isEmpty ? nil : JSONText.object(unknown).string
  }

  private func required(_ name: String) throws -> String {
    guard let value = fields[name] else { throw RecordProblem("has no value for \"\(name)\"") }
    return value
  }

  private func number(_ name: String) throws -> Double? {
    guard let text = fields[name] else { return nil }
    // Swift reads hexadecimal and words as well.
    let isDecimal = text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else {
      throw wrong(name, text, "a number")
    }
    return number
  }

  private func count(_ name: String) throws -> Int? {
    guard let text = fields[name] else { return nil }
    guard let count = Int(text), (0...1_000_000).contains(count) else {
      throw wrong(name, text, "a whole number from 0 on")
    }
    return count
  }

  private func turn() throws -> Int? {
    guard let turn = try count("turn") else { return nil }
    guard turn >= 1 else { throw wrong("turn", "0", "a number from 1 on") }
    return turn
  }

  private func time() throws -> Int64? {
    guard let text = fields["tstamp"] else { return nil }
    guard let time = Timestamp(decimalSeconds: text) ?? Timestamp(rfc3339: text) else {
      throw wrong("tstamp", text, "Unix seconds or an RFC 3339 time")
    }
    return time.nanoseconds
  }

  /// Dollars as a decimal number, exact to the nano-dollar: the same arithmetic as seconds.
  private func cost() throws -> Int64? {
    guard let text = fields["cost_usd"] else { return nil }
    guard let cost = Timestamp(decimalSeconds: text)?.nanoseconds, cost >= 0 else {
      throw wrong("cost_usd", text, "an amount of at most nine decimal places")
    }
    return cost
  }

  /// FastChat's -1 stands for no score, also in figures that were made from its files; a row that
  /// means it says `scored`.
  private func score() throws -> Double? {
    let score = try number("score")
    let isMeant = fields["outcome"] == JudgmentOutcome.scored.rawValue
    return score == FailedVerdict.score && !isMeant ? nil : score
  }

  private func outcome(hasScore: Bool) throws -> JudgmentOutcome {
    guard let text = fields["outcome"] else { return hasScore ? .scored : .parseError }
    guard let outcome = JudgmentOutcome(rawValue: text) else {
      let known = JudgmentOutcome.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong("outcome", text, "one of \(known)")
    }
    guard (outcome == .scored) == hasScore else {
      throw RecordProblem("has outcome \(text) \(hasScore ? "and a" : "but no") score")
    }
    return outcome
  }

  private func wrong(_ name: String, _ value: String, _ expected: String) -> RecordProblem {
    RecordProblem("field \"\(name)\" is \"\(value.prefix(40))\", not \(expected)")
  }
}
