internal import Storage

/// Finds what gives a recorded prompt byte for byte: template, question, references and answers.
///
/// Nothing is guessed: what does not match stays unknown.
final class PromptResolver {
  /// The slot a prompt was met in: where its texts can come from.
  struct Slot: Hashable {
    let mode: JudgingMode
    let questionID: Int64
    let modelID: Int64
    let opponentID: Int64?
  }

  /// A prompt rebuilt: the body of the template, and the text in each of its places.
  struct Resolution {
    let bodyTextID: Int64
    /// In the order of the placeholders.
    let texts: [Int64?]
  }

  private typealias Candidate = PromptBody.Candidate
  private let connection: Connection
  private var bodies: [JudgingMode: [(textID: Int64, body: PromptBody)]] = [:]
  // Files are mostly ordered by model or by question: a few recent answers serve most prompts.
  private var questionTexts = RecentValues<Int64, QuestionTexts>(capacity: 2_048)
  private var answerTexts = RecentValues<AnswerSlot, TurnTexts>(capacity: 512)
  private let turnsOfQuestions: KeyLookup
  private let referencesOfQuestions: KeyLookup
  private let answersOfSlots: KeyLookup

  private struct AnswerSlot: Hashable {
    let questionID: Int64
    let modelID: Int64
  }

  private struct QuestionTexts {
    var turns = TurnTexts()
    var references = TurnTexts()
  }

  /// Texts of the two turns that prompts show.
  private struct TurnTexts {
    var first: [Candidate] = []
    var second: [Candidate] = []

    mutating func add(_ candidate: Candidate, turn: Int64) {
      switch turn {
      case 1: first.append(candidate)
      case 2: second.append(candidate)
      default: break
      }
    }

    /// Each text once, in an order that does not depend on the order of import.
    func inOrder() -> TurnTexts {
      TurnTexts(first: Self.inOrder(first), second: Self.inOrder(second))
    }

    private static func inOrder(_ candidates: [Candidate]) -> [Candidate] {
      guard candidates.count > 1 else { return candidates }
      var seen: Set<Int64> = []
      return candidates.filter { seen.insert($0.textID).inserted }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  init(_ connection: Connection) throws {
    self.connection = connection
    turnsOfQuestions = try KeyLookup(
      connection,
      """
      question_versions v JOIN question_turns q ON q.record_id = v.record_id
      JOIN texts t ON t.id = q.text_id
      """, key: ["v.question_id"], columns: ["v.question_id", "q.turn", "t.id", "t.content"])
    referencesOfQuestions = try KeyLookup(
      connection, Self.answers, key: ["r.question_id", "r.role"],
      columns: ["r.question_id", "a.turn", "t.id", "t.content"])
    answersOfSlots = try KeyLookup(
      connection, Self.answers, key: ["r.question_id", "r.role", "r.model_id"],
      columns: ["r.question_id", "r.model_id", "a.turn", "t.id", "t.content"])
    for mode in JudgingMode.allCases { bodies[mode] = try loadBodies(mode) }
  }

  private static let answers: StaticString = """
    answer_records r JOIN answers a ON a.record_id = r.record_id JOIN texts t ON t.id = a.text_id
    """

  /// Whether any template is known at all.
  var hasTemplates: Bool { bodies.values.contains { !$0.isEmpty } }

  /// What gives the prompt; nil when nothing in the store does.
  ///
  /// - Parameter game: in pairwise mode 2 has the answers swapped; either order is tried, since a
  ///   stored order is a claim of the file.
  func resolve(_ prompt: ArraySlice<UInt8>, in slot: Slot) throws -> Resolution? {
    for (textID, body) in bodies[slot.mode] ?? [] {
      for isSwapped in slot.opponentID == nil ? [false] : [false, true] {
        let texts = try body.match(prompt) { try candidates(for: $0, in: slot, isSwapped) }
        if let texts { return Resolution(bodyTextID: textID, texts: texts) }
      }
    }
    return nil
  }

  /// Reads what prompts met in these slots can come from, where one look for all of them is cheaper
  /// than a look for each: where it is a way to a server and back.
  func prepare(for slots: [Slot]) throws {
    let slots = Set(slots.filter { bodies[$0.mode]?.isEmpty == false })
    guard connection.dialect != .sqlite, !slots.isEmpty else { return }
    try readQuestions(Set(slots.map(\.questionID)).filter { questionTexts[$0] == nil })
    let answers = Set(
      slots.flatMap { slot in
        [slot.modelID, slot.opponentID].compactMap { modelID in
          modelID.map { AnswerSlot(questionID: slot.questionID, modelID: $0) }
        }
      })
    try readAnswers(answers.filter { answerTexts[$0] == nil })
  }

  // MARK: - Private

  private func candidates(
    for placeholder: PromptPlaceholder, in slot: Slot, _ isSwapped: Bool
  ) throws -> [Candidate] {
    let first = isSwapped ? slot.opponentID : slot.modelID
    let second = isSwapped ? slot.modelID : slot.opponentID
    return switch placeholder {
    case .question1: try questionTexts(of: slot.questionID).turns.first
    case .question2: try questionTexts(of: slot.questionID).turns.second
    case .reference1: try questionTexts(of: slot.questionID).references.first
    case .reference2: try questionTexts(of: slot.questionID).references.second
    case .answerA1: try answerTexts(of: slot.questionID, first).first
    case .answerA2: try answerTexts(of: slot.questionID, first).second
    case .answerB1: try answerTexts(of: slot.questionID, second).first
    case .answerB2: try answerTexts(of: slot.questionID, second).second
    }
  }

  /// In order of the text's key, so that the order of import cannot matter.
  private func loadBodies(_ mode: JudgingMode) throws -> [(textID: Int64, body: PromptBody)] {
    let texts = try connection.all(
      """
      SELECT DISTINCT t.id, t.text_key, t.content FROM prompt_templates p
      JOIN texts t ON t.id = p.body_text_id WHERE p.mode = $1 ORDER BY t.text_key
      """, [.text(mode.rawValue)]
    ) { row in (textID: try row.integer(0), utf8: try row.bytes(2)) }
    return texts.compactMap { text in
      PromptBody(template: text.utf8).map { (text.textID, $0) }
    }
  }

  private func questionTexts(of questionID: Int64) throws -> QuestionTexts {
    if let known = questionTexts[questionID] { return known }
    try readQuestions([questionID])
    return questionTexts[questionID] ?? QuestionTexts()
  }

  private func readQuestions(_ questionIDs: Set<Int64>) throws {
    var found: [Int64: QuestionTexts] = [:]
    func add(
      _ lookup: KeyLookup, _ keys: [SQLValue], _ texts: WritableKeyPath<QuestionTexts, TurnTexts>
    ) throws {
      try lookup.forEach(keys) { row in
        found[try row.integer(0), default: QuestionTexts()][keyPath: texts].add(
          Candidate(textID: try row.integer(2), utf8: try row.bytes(3)), turn: try row.integer(1))
      }
    }
    try add(turnsOfQuestions, questionIDs.map(SQLValue.integer), \.turns)
    let role = SQLValue.text(AnswerRecord.Role.reference.rawValue)
    try add(referencesOfQuestions, questionIDs.flatMap { [.integer($0), role] }, \.references)
    for id in questionIDs {
      let texts = found[id] ?? QuestionTexts()
      questionTexts[id] = QuestionTexts(
        turns: texts.turns.inOrder(), references: texts.references.inOrder())
    }
  }

  private func answerTexts(of questionID: Int64, _ modelID: Int64?) throws -> TurnTexts {
    guard let modelID else { return TurnTexts() }
    let slot = AnswerSlot(questionID: questionID, modelID: modelID)
    if let known = answerTexts[slot] { return known }
    var texts = TurnTexts()
    try answersOfSlots.forEach(Self.key(of: slot)) { row in try Self.addAnswer(row, to: &texts) }
    texts = texts.inOrder()
    answerTexts[slot] = texts
    return texts
  }

  private func readAnswers(_ slots: Set<AnswerSlot>) throws {
    var found: [AnswerSlot: TurnTexts] = [:]
    try answersOfSlots.forEach(slots.flatMap(Self.key)) { row in
      let slot = AnswerSlot(questionID: try row.integer(0), modelID: try row.integer(1))
      try Self.addAnswer(row, to: &found[slot, default: TurnTexts()])
    }
    for slot in slots { answerTexts[slot] = (found[slot] ?? TurnTexts()).inOrder() }
  }

  private static func key(of slot: AnswerSlot) -> [SQLValue] {
    let role = SQLValue.text(AnswerRecord.Role.answer.rawValue)
    return [.integer(slot.questionID), role, .integer(slot.modelID)]
  }

  private static func addAnswer(_ row: borrowing Row, to texts: inout TurnTexts) throws {
    texts.add(
      Candidate(textID: try row.integer(3), utf8: try row.bytes(4)), turn: try row.integer(2))
  }
}

/// The values that were asked for last, a bounded number of them.
struct RecentValues<Name: Hashable, Value> {
  private var current: [Name: Value] = [:]
  private var previous: [Name: Value] = [:]
  private let capacity: Int

  /// Keeps between `capacity` and twice as many.
  init(capacity: Int) {
    self.capacity = capacity
  }

  subscript(name: Name) -> Value? {
    mutating get {
      if let value = current[name] { return value }
      guard let value = previous[name] else { return nil }
      self[name] = value
      return value
    }
    set {
      if current.count >= capacity {
        previous = current
        current = [:]
      }
      current[name] = newValue
    }
  }
}

extension RecentValues: Sendable where Name: Sendable, Value: Sendable {}
