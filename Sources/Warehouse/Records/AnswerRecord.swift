/// A model's answers to one question, as one record of a source or one conversation of a run.
public struct AnswerRecord: Sendable {
  /// What is answered.
  public let question: QuestionName
  /// The name of what answers.
  public let model: String
  /// What the answer is for.
  public let role: Role
  /// nil: nothing is known of them.
  public let conditions: Conditions?
  /// The id that the source gives it.
  public let externalID: String?
  /// The name that stands in the record; FastChat names a model by its file.
  public let modelLabel: String?
  /// Nanoseconds since 1970 UTC; nil: not stated.
  public let answeredAt: Int64?
  /// The texts, by sample and turn.
  public let turns: [Turn]

  /// What an answer is for.
  public enum Role: String, Sendable {
    /// Something to be judged.
    case answer
    /// Something to judge by.
    case reference
  }

  /// One text of the record.
  public struct Turn: Sendable {
    /// The choice; counts from 0.
    public let sample: Int
    /// Counts from 1.
    public let turn: Int
    /// How it ended.
    public let outcome: AnswerOutcome
    /// nil where there is no text.
    public let text: StoredText?

    /// The text of a sample at a turn.
    public init(sample: Int, turn: Int, outcome: AnswerOutcome, text: StoredText?) {
      self.sample = sample
      self.turn = turn
      self.outcome = outcome
      self.text = text
    }
  }

  /// Answers to a question.
  public init(
    question: QuestionName, model: String, role: Role, conditions: Conditions?, externalID: String?,
    modelLabel: String?, answeredAt: Int64?, turns: [Turn]
  ) {
    self.question = question
    self.model = model
    self.role = role
    self.conditions = conditions
    self.externalID = externalID
    self.modelLabel = modelLabel
    self.answeredAt = answeredAt
    self.turns = turns
  }
}

/// How an answer ended.
public enum AnswerOutcome: String, Sendable, CaseIterable {
  /// There is a text; it was refused, cut off, filtered; it was never asked for.
  case answered, refused, truncated, filtered, skipped
  /// The call failed for good.
  case apiError = "api_error"
}

/// The settings an answer was generated under; nil is unknown, never a default.
public struct Conditions: Sendable, Hashable {
  /// Of the sampling.
  public var temperature: Double?
  /// The longest text allowed, in tokens.
  public var maxTokens: Int64?
  /// Of the sampling.
  public var topP: Double?
  /// Of the sampling's random numbers.
  public var seed: Int64?
  /// What ends a text.
  public var stop: [String]?
  /// What stands before the conversation.
  public var systemPrompt: String?
  /// How the server is told to write a conversation as one text.
  public var chatTemplate: String?
  /// What answered, as far as that is known.
  public var weights: Weights?

  /// Nothing known.
  public init() {}

  /// Whether nothing is known.
  public var isEmpty: Bool { self == Conditions() }

  /// Equal for equal conditions.
  package var key: Key {
    var form = CanonicalForm("conditions")
    form.add(temperature)
    form.add(maxTokens)
    form.add(topP)
    form.add(seed)
    if let stop {
      form.addList(count: stop.count)
      for text in stop { form.add(text) }
    } else {
      form.addNull()
    }
    form.add(systemPrompt)
    form.add(chatTemplate)
    // Conditions of which this is not known keep the keys they had before it was asked for.
    weights?.add(to: &form)
    return form.key()
  }
}

/// The weights that answered, beyond the name they are served under.
public struct Weights: Sendable, Hashable {
  /// What an adapter was trained upon.
  public var baseModel: String?
  /// The adapter's kind, as its configuration says, such as `LORA`.
  public var adapter: String?
  /// Its rank.
  public var rank: Int64?
  /// How strongly it counts.
  public var alpha: Double?
  /// Digest of the weights: another one is another model under the same name.
  public var revision: String?

  /// Weights of which something is known; nil where nothing is.
  public init?(
    baseModel: String?, adapter: String? = nil, rank: Int64? = nil, alpha: Double? = nil,
    revision: String? = nil
  ) {
    guard baseModel != nil || adapter != nil || revision != nil else { return nil }
    self.baseModel = baseModel
    self.adapter = adapter
    self.rank = rank
    self.alpha = alpha
    self.revision = revision
  }

  fileprivate func add(to form: inout CanonicalForm) {
    form.add(baseModel)
    form.add(adapter)
    form.add(rank)
    form.add(alpha)
    form.add(revision)
  }
}
