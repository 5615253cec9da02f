/// The content of a question as a source states it.
public struct QuestionRecord: Sendable {
  /// The slot.
  public let question: QuestionName
  /// nil: not stated.
  public let category: String?
  /// nil: not stated.
  public let requiredTemperature: Double?
  /// nil: the source gives figures and no texts.
  public let turns: [StoredText]?

  /// The content of a slot.
  public init(
    question: QuestionName, category: String?, requiredTemperature: Double?, turns: [StoredText]?
  ) {
    self.question = question
    self.category = category
    self.requiredTemperature = requiredTemperature
    self.turns = turns
  }
}

/// A slot by its names.
public struct QuestionName: Sendable, Hashable {
  /// The name of the question set.
  public let benchmark: String
  /// The id as the source spells it.
  public let externalID: String

  /// The question of a benchmark with this id.
  public init(benchmark: String, externalID: String) {
    self.benchmark = benchmark
    self.externalID = externalID
  }

  /// Whether both names have the same bytes.
  public static func == (left: QuestionName, right: QuestionName) -> Bool {
    left.externalID.isSpelled(as: right.externalID) && left.benchmark.isSpelled(as: right.benchmark)
  }
}
