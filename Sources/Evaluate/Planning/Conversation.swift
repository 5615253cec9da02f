internal import Storage
internal import Warehouse

/// What a model answered to a question in one conversation.
struct Conversation: Sendable, Hashable {
  let key: Key
  let question: QuestionName
  let model: String
  let sample: Int
  /// What it was generated under; nil: nothing is known.
  let conditions: Key?
  let answeredAt: Int64?
  private(set) var turns: [Int: Turn] = [:]

  struct Turn: Sendable, Hashable {
    let outcome: AnswerOutcome
    /// nil: there is no text.
    let text: TextPart?
    /// What it cost; nil: not known, as of imported ones.
    let nanoUSD: Int64?

    /// Whether the model gave something that can be judged.
    var isAnswer: Bool {
      switch outcome {
      case .answered, .refused, .truncated, .filtered: text != nil
      case .skipped, .apiError: false
      }
    }
  }

  /// Whether the conversation can go on, or be judged, as far as a turn.
  func isAnswered(upTo turn: Int) -> Bool {
    turn < 1 || (1...turn).allSatisfy { turns[$0]?.isAnswer ?? false }
  }
}

/// The conversations of some models, the newest first.
struct Conversations: Sendable {
  private struct Slot: Hashable {
    let question: QuestionName
    let model: String
    let sample: Int
  }

  // A record may hold several samples.
  private struct Identity: Hashable {
    let key: Key
    let sample: Int
  }

  private let bySlot: [Slot: [Conversation]]

  init(_ conversations: [Conversation]) {
    bySlot = Dictionary(grouping: conversations) {
      Slot(question: $0.question, model: $0.model, sample: $0.sample)
    }
    .mapValues { $0.sorted(by: Self.isNewer) }
  }

  /// Those of a model to a question, the newest first.
  func of(_ model: String, _ question: QuestionName, sample: Int) -> [Conversation] {
    bySlot[Slot(question: question, model: model, sample: sample)] ?? []
  }

  /// The models that have any.
  var models: Set<String> { Set(bySlot.keys.map(\.model)) }

  /// Reads them.
  ///
  /// - Parameter models: nil: of every model.
  init(
    _ role: AnswerRecord.Role, of benchmark: String, models: Set<String>? = nil,
    _ connection: Connection, _ facts: FactFilter
  ) throws {
    var found: [Identity: Conversation] = [:]
    try connection.forEach(
      """
      SELECT q.external_id, m.name, r.id, r.record_key, r.recorded_at, c.conditions_key,
        ar.answered_at, a.sample, a.turn, a.outcome, x.id, x.content,
        k.nano_usd
      FROM answer_records ar JOIN records r ON r.id = ar.record_id
      JOIN questions q ON q.id = ar.question_id JOIN benchmarks b ON b.id = q.benchmark_id
      JOIN models m ON m.id = ar.model_id JOIN answers a ON a.record_id = ar.record_id
      LEFT JOIN conditions c ON c.id = ar.conditions_id LEFT JOIN texts x ON x.id = a.text_id
      LEFT JOIN call_costs k ON k.call_id = a.call_id AND k.revision = (
        SELECT max(revision) FROM call_costs WHERE call_id = a.call_id)
      WHERE ar.role = $1 AND b.name = $2
      """, [.text(role.rawValue), .text(benchmark)]
    ) { row in
      let model = try row.text(1)
      guard models?.contains(model) ?? true, let key = Key(try row.bytes(3)),
        facts.counts(record: try row.integer(2), recordedAt: try row.integer(4))
      else { return }
      let sample = try row.int(7)
      let conversation = Conversation(
        key: key, question: QuestionName(benchmark: benchmark, externalID: try row.text(0)),
        model: model, sample: sample, conditions: row.optionalBytes(5).flatMap { Key($0) },
        answeredAt: row.optionalInteger(6))
      let text = try row.optionalInteger(10).map { TextPart(id: $0, text: try row.text(11)) }
      found[Identity(key: key, sample: sample), default: conversation].add(
        turn: try row.int(8),
        Conversation.Turn(
          outcome: AnswerOutcome(rawValue: try row.text(9)) ?? .apiError, text: text,
          nanoUSD: row.optionalInteger(12)))
    }
    self.init(Array(found.values))
  }

  private static func isNewer(_ left: Conversation, _ right: Conversation) -> Bool {
    let (leftAt, rightAt) = (left.answeredAt ?? .min, right.answeredAt ?? .min)
    return leftAt == rightAt ? left.key < right.key : leftAt > rightAt
  }
}

extension Conversation {
  fileprivate mutating func add(turn: Int, _ answer: Turn) { turns[turn] = answer }
}
