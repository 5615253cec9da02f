internal import Warehouse

/// The answers that a model has still to give.
struct GenerationPlan: Sendable {
  let settings: GenerationSettings
  /// Everything that is sent but the texts.
  let configuration: Key
  /// What must be asked, in order.
  private(set) var answers: [PlannedAnswer] = []
  /// How many answers stand already.
  private(set) var reused = 0
  /// What those had cost.
  private(set) var reusedWork = ReusedWork()

  /// Compares what is wanted with what stands.
  ///
  /// An answer stands if it was generated under the same conditions, or if nothing is known of the
  /// ones it was generated under, as of imported ones; so too of the weights among them.
  init(
    _ settings: GenerationSettings, configuration: Key, questions: [PlannedQuestion],
    standing: Conversations
  ) {
    self.settings = settings
    self.configuration = configuration
    for question in settings.questions.choose(questions) {
      let conditions = settings.conditions(for: question)
      var unweighted = conditions
      unweighted.weights = nil
      let accepted: Set<Key> = [conditions.key, unweighted.key]
      for sample in 0..<settings.choices {
        let conversation =
          settings.isFresh
          ? nil
          : standing.of(settings.call.model, question.name, sample: sample).first {
            $0.conditions.map(accepted.contains) ?? true
          }
        add(question, conditions, sample: sample, configuration, going: conversation)
      }
    }
  }

  private mutating func add(
    _ question: PlannedQuestion, _ conditions: Conditions, sample: Int, _ configuration: Key,
    going conversation: Conversation?
  ) {
    for turn in question.turns.indices.map({ $0 + 1 }) {
      if let conversation, conversation.isAnswered(upTo: turn) {
        reused += 1
        reusedWork.add(nanoUSD: conversation.turns[turn]?.nanoUSD)
        continue
      }
      let goesOn = turn > 1 && conversation?.isAnswered(upTo: 1) == true
      answers.append(
        PlannedAnswer(
          slot: WorkSlot(
            .generate, configuration: configuration, question: question.name,
            model: settings.call.model, sample: sample, turn: turn),
          question: question, conditions: conditions,
          conversation: goesOn ? conversation?.key : nil))
    }
  }
}

/// An answer that is to be asked for.
struct PlannedAnswer: Sendable {
  let slot: WorkSlot
  let question: PlannedQuestion
  let conditions: Conditions
  /// A conversation of an earlier run that this goes on with.
  let conversation: Key?
}

extension GenerationSettings {
  /// What a question is asked under.
  func conditions(for question: PlannedQuestion) -> Conditions {
    var conditions = Conditions()
    conditions.temperature = Temperatures.temperature(
      forced: call.temperature, required: question.requiredTemperature,
      category: question.category)
    conditions.maxTokens = call.maxTokens.map(Int64.init)
    conditions.topP = call.topP
    conditions.seed = call.seed
    conditions.stop = call.stop.isEmpty ? nil : call.stop
    conditions.systemPrompt = systemPrompt
    conditions.chatTemplate = chatTemplate
    conditions.weights = call.weights
    return conditions
  }
}
