/// What a work item asks for, by names that mean the same in every store.
package struct WorkSlot: Sendable, Hashable {
  /// What is asked for.
  package enum Kind: String, Sendable {
    case generate, judge
  }

  package let kind: Kind
  /// Everything that is sent but the texts.
  package let configuration: Key
  package let question: QuestionName
  package let model: String
  /// The second of a pair.
  package let opponent: String?
  /// Which of several answers.
  package let sample: Int
  package let turn: Int
  /// 0, or which game of a pair.
  package let game: Int
  /// Which of several judgments of one answer.
  package let repeatNumber: Int

  package init(
    _ kind: Kind, configuration: Key, question: QuestionName, model: String,
    opponent: String? = nil, sample: Int, turn: Int, game: Int = 0, repeatNumber: Int = 0
  ) {
    self.kind = kind
    self.configuration = configuration
    self.question = question
    self.model = model
    self.opponent = opponent
    self.sample = sample
    self.turn = turn
    self.game = game
    self.repeatNumber = repeatNumber
  }

  /// The natural key of the item in a run: planning twice finds it again.
  package func key(in run: Key) -> Key {
    var form = CanonicalForm("work item")
    form.add(run)
    form.add(kind.rawValue)
    form.add(configuration)
    form.add(question.benchmark)
    form.add(question.externalID)
    form.add(model)
    form.add(opponent)
    for number in [sample, turn, game, repeatNumber] { form.add(Int64(number)) }
    return form.key()
  }

  /// The other game of the same pair; nil for what is no pair.
  package var otherGame: WorkSlot? {
    game > 0 ? at(turn: turn, game: 3 - game, repeatNumber: repeatNumber) : nil
  }

  /// Another slot of the same conversation.
  package func at(turn: Int, game: Int, repeatNumber: Int) -> WorkSlot {
    WorkSlot(
      kind, configuration: configuration, question: question, model: model, opponent: opponent,
      sample: sample, turn: turn, game: game, repeatNumber: repeatNumber)
  }
}
