internal import Storage
internal import Warehouse

/// What a judge is shown: questions, reference answers, answers, and the prompts they go into.
struct JudgedContent: Sendable {
  let questions: [PlannedQuestion]
  private let prompts: JudgeProtocol
  private let answers: Conversations
  private let references: Conversations
  /// nil: none are shown.
  private let referenceSet: String?

  /// The categories whose answers are judged by a reference.
  ///
  /// Source: FastChat llm_judge, `common.py`: `NEED_REF_CATS`.
  static let referenceCategories: Set = ["math", "reasoning", "coding", "arena-hard-200"]

  /// Reads it.
  ///
  /// - Parameter expected: models that may have no answers yet.
  /// - Throws: `PlanError`; what the store throws.
  init(
    _ settings: JudgingSettings, expecting expected: Set<String> = [], _ connection: Connection,
    _ facts: FactFilter
  ) throws {
    let all = try PlannedQuestion.all(of: settings.benchmark, connection, facts)
    guard !all.isEmpty else { throw PlanError.noQuestions(settings.benchmark) }
    questions = settings.questions.choose(all)
    prompts = try JudgeProtocol.read(
      settings.usedProtocol, settings.pairing.mode, connection, facts)
    answers = try Conversations(
      .answer, of: settings.benchmark, models: settings.judgedModels, connection, facts)
    references = try Conversations(.reference, of: settings.benchmark, connection, facts)
    referenceSet = try Self.referenceSet(settings.references, references, questions)
    let without = settings.judgedModels.subtracting(answers.models).subtracting(expected)
    guard without.isEmpty else {
      throw PlanError.noAnswers(
        without.sorted(),
        known: try Conversations(.answer, of: settings.benchmark, connection, facts).models
          .sorted())
    }
  }

  /// The newest conversation of a model that has a turn to judge.
  func answer(
    of model: String, _ question: PlannedQuestion, sample: Int, turn: Int
  ) -> Conversation? {
    answers.of(model, question.name, sample: sample).first { $0.isAnswered(upTo: turn) }
  }

  /// The prompt for a turn of a question.
  func template(for question: PlannedQuestion, turn: Int) throws -> JudgeTemplate {
    let hasReference = referenceSet != nil && Self.needsReference(question)
    guard let template = prompts.template(turn: turn, hasReference: hasReference) else {
      throw PlanError.noTemplate(
        protocol: prompts.name, turn: turn, hasReference: hasReference)
    }
    return template
  }

  /// The texts that a prompt may show: of one answer, or of two in the order of the game.
  func texts(
    _ question: PlannedQuestion, _ answers: [Conversation], turn: Int
  ) -> [PromptPlaceholder: TextPart] {
    let reference = referenceSet.flatMap { references.of($0, question.name, sample: 0).first }
    var texts: [PromptPlaceholder: TextPart] = [:]
    texts[.question1] = question.turns.first
    texts[.reference1] = reference?.turns[1]?.text
    texts[.answerA1] = answers.first?.turns[1]?.text
    texts[.answerB1] = answers.dropFirst().first?.turns[1]?.text
    if turn > 1 {
      texts[.question2] = question.turns.dropFirst().first
      texts[.reference2] = reference?.turns[2]?.text
      texts[.answerA2] = answers.first?.turns[2]?.text
      texts[.answerB2] = answers.dropFirst().first?.turns[2]?.text
    }
    return texts
  }

  // MARK: - Private

  private static func needsReference(_ question: PlannedQuestion) -> Bool {
    question.category.map(referenceCategories.contains) ?? false
  }

  /// The one whose references are shown; nil where none are needed or wanted.
  private static func referenceSet(
    _ choice: JudgingSettings.References, _ references: Conversations,
    _ questions: [PlannedQuestion]
  ) throws -> String? {
    let needing = questions.filter(needsReference)
    guard choice != .without, let first = needing.first else { return nil }
    let known = references.models.sorted()
    let name: String? =
      switch choice {
      case .named(let name): name
      case .onlySet where known.count > 1: throw PlanError.chooseReferences(known)
      case .onlySet, .without: known.first
      }
    let lacking = needing.filter { question in
      name.map { references.of($0, question.name, sample: 0).isEmpty } ?? true
    }
    guard lacking.isEmpty else {
      throw PlanError.noReferences(
        count: lacking.count, example: (lacking.first ?? first).name.externalID, known: known)
    }
    return name
  }
}

extension JudgingSettings {
  /// Every model whose answers are shown.
  var judgedModels: Set<String> {
    guard case .baseline(let baseline) = pairing else { return Set(models) }
    return Set(models).union([baseline])
  }

  /// Who judges, whatever version answers.
  ///
  /// - Throws: `EndpointError`.
  var judge: JudgeIdentity {
    get throws {
      var judge = JudgeIdentity(
        kind: .model, mode: pairing.mode, requestedModel: call.askedModel,
        protocolName: usedProtocol)
      judge.host = try call.makeEndpoint().url.place
      judge.temperature = call.temperature
      judge.maxTokens = call.maxTokens.map(Int64.init)
      judge.parser = usedParser.rawValue
      return judge
    }
  }
}
