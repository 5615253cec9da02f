internal import Storage
internal import Warehouse

/// Makes the plans of a run from what the store has at one moment.
struct Planner {
  private let connection: Connection
  private let facts: FactFilter

  init(_ connection: Connection) throws {
    self.connection = connection
    facts = try FactFilter(connection)
  }

  /// The answers that a model has still to give.
  func plan(_ generation: GenerationSettings) throws -> GenerationPlan {
    let questions = try PlannedQuestion.all(of: generation.benchmark, connection, facts)
    guard !questions.isEmpty else { throw PlanError.noQuestions(generation.benchmark) }
    return GenerationPlan(
      generation, configuration: try configuration(generation), questions: questions,
      standing: try Conversations(
        .answer, of: generation.benchmark, models: [generation.call.model], connection, facts))
  }

  /// The verdicts that a judge has still to give.
  ///
  /// - Parameter expected: models that will have answers by then.
  func plan(_ judging: JudgingSettings, expecting expected: Set<String> = []) throws -> JudgingPlan
  {
    let judge = try judging.judge
    return try JudgingPlan(
      judging, judge: judge, configuration: judge.configurationKey,
      content: try JudgedContent(judging, expecting: expected, connection, facts),
      standing: try StandingVerdicts(
        of: judge, benchmark: judging.benchmark, connection, facts))
  }

  /// What a generation is going to send.
  func forecast(_ plan: GenerationPlan) throws -> Forecast {
    let generation = plan.settings
    var estimate = Estimate(try replies(.generate, generation.call))
    let maxTokens = generation.call.maxTokens ?? GenerationSettings.usualMaxTokens
    for answer in plan.answers {
      // The turns before are sent along, with answers that are not there yet.
      let turn = answer.slot.turn
      let questions = answer.question.turns.prefix(turn).map(\.text.utf8.count).reduce(0, +)
      let system = generation.systemPrompt?.utf8.count ?? 0
      estimate.add(textBytes: questions + system + (turn - 1) * maxTokens, maxTokens: maxTokens)
    }
    let (prices, provider) = try pricing(generation.call)
    return estimate.forecast(
      role: "generate", model: generation.call.model, judge: nil, reused: plan.reused,
      prices: prices, provider: provider, askedModel: generation.call.askedModel, notes: [])
  }

  /// What a judging is going to send; answers that the run itself will bring count as there.
  ///
  /// - Parameter expected: models that will have answers by then.
  func forecast(_ plan: JudgingPlan, expecting expected: Set<String>) throws -> Forecast {
    let judging = plan.settings
    var estimate = Estimate(try replies(.judge, judging.call))
    let maxTokens = judging.call.maxTokens ?? JudgingSettings.usualMaxTokens
    for verdict in plan.verdicts {
      let texts = verdict.texts.values.map(\.text.utf8.count).reduce(0, +)
      estimate.add(textBytes: texts + 1_000, maxTokens: maxTokens)
    }
    let games = judging.pairing == .single ? 1 : 2
    let coming = plan.missing.filter { expected.contains($0.key) }.values.reduce(0, +)
    estimate.add(
      unknownCalls: coming * games * judging.repeats, maxTokens: maxTokens,
      answerTokens: GenerationSettings.usualMaxTokens)
    let (prices, provider) = try pricing(judging.call)
    return estimate.forecast(
      role: "judge", model: judging.models.count == 1 ? judging.models[0] : nil,
      judge: judging.call.model, reused: plan.reused, prices: prices, provider: provider,
      askedModel: judging.call.askedModel, notes: plan.notes(expecting: expected))
  }

  // MARK: - Private

  private func configuration(_ generation: GenerationSettings) throws -> Key {
    let endpoint = try generation.call.makeEndpoint()
    var form = CanonicalForm("generation")
    form.add(generation.call.askedModel)
    form.add(endpoint.url.place)
    if let model = generation.call.localModel { form.add(model.revision) }
    form.add(generation.call.maxTokens.map(Int64.init))
    form.add(generation.call.temperature)
    return form.key()
  }

  private func replies(_ role: CallRecord.Role, _ call: CallSettings) throws -> ReplyLength? {
    try ReplyLength(connection, role: role, requestedModel: call.askedModel)
  }

  private func pricing(_ call: CallSettings) throws -> (PriceBook, provider: String) {
    let provider = try call.makeEndpoint().ledgerName.provider
    return (try PriceTable(connection).book(models: [call.askedModel]), provider)
  }
}
