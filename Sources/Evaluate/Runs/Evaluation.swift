internal import Storage
public import Transport
public import Warehouse

/// A run: what it will do, and doing it.
///
/// Everything that is sent is in the ledger before it goes and after it came back, so that whatever
/// ends the process, `resume` asks for nothing twice that was answered.
public struct Evaluation: Sendable {
  private let store: Store
  private let settings: RunSettings
  private let person: String
  private let transport: any HTTPTransport
  private let standing: RunIdentity?
  /// What the run may spend from now on; nil: nothing is said, or as it stands.
  private let cap: Int64?
  private let kept = KeptPlans()

  /// A run that has not begun, or the one with the same work that was left unfinished.
  public init(
    _ store: Store, _ settings: RunSettings, person: String, transport: any HTTPTransport
  ) async throws {
    let standing = try await store.database.read { try Self.unfinished($0, settings) }
    self.init(
      store, settings, person: person, transport: transport, standing: standing,
      cap: settings.budgetNanoUSD)
  }

  /// A run that was begun.
  ///
  /// - Parameters:
  ///   - name: the first digits of its digest; nil or `last`: the newest unfinished one.
  ///   - allowsDrift: whether another version of a model may go on answering, as a run may have been
  ///     told from its beginning.
  /// - Throws: `PlanError.unknownRun`; `AmbiguousRun`.
  public static func resuming(
    _ name: String?, in store: Store, person: String, transport: any HTTPTransport,
    allowsDrift: Bool = false
  ) async throws -> Evaluation {
    let begun = try await store.database.read { try RunIdentity.begun($0, named: name) }
    guard let begun else { throw PlanError.unknownRun(name ?? "last") }
    var settings = try RunSettings.read(begun.configuration)
    settings.allowsDrift = settings.allowsDrift || allowsDrift
    return Evaluation(
      store, settings, person: person, transport: transport, standing: begun.run, cap: nil)
  }

  private init(
    _ store: Store, _ settings: RunSettings, person: String, transport: any HTTPTransport,
    standing: RunIdentity?, cap: Int64?
  ) {
    self.store = store
    self.settings = settings
    self.person = person
    self.transport = transport
    self.standing = standing
    self.cap = cap
  }

  /// The newest unfinished run with the same work; nil: there is none, or all is asked anew.
  private static func unfinished(
    _ connection: Connection, _ settings: RunSettings
  ) throws -> RunIdentity? {
    guard !settings.isFresh else { return nil }
    return try RunIdentity.unfinished(connection).first { begun in
      // What another version of the program cannot read is not the same.
      (try? RunSettings.read(begun.configuration))?.work == settings.work
    }?.run
  }

  /// What is judged; of an evaluation that generates too, where its scores are written to files.
  public var judgingsOfEvaluation: [JudgingSettings] {
    settings.generations.isEmpty ? [] : settings.judgings
  }

  /// The digest of the run that it goes on with; nil: it begins one.
  public var continuedRun: String? { standing?.key.description }

  /// What it will send, what that may cost, and what it does to budgets; nothing is sent.
  ///
  /// - Throws: `PlanError`, `EndpointError`: what would end it before the first call.
  public func forecast() async throws -> RunForecast {
    try await prepareStore()
    return try await store.database.read { connection in
      let planner = try Planner(connection)
      let generations = try settings.generations.map { try planner.plan($0) }
      let expected = Set(settings.generations.map(\.call.model))
      let judgings = try settings.judgings.map { try planner.plan($0, expecting: expected) }
      let parts =
        try generations.map { try planner.forecast($0) }
        + judgings.map { try planner.forecast($0, expecting: expected) }
      // What judges answers that do not exist yet is planned when they do.
      kept.keep(
        KeptPlans.Plans(
          mark: try StoreMark(connection), generations: generations,
          judgings: expected.isEmpty ? judgings : []))
      return RunForecast(
        parts: parts,
        budgets: try BudgetForecast.all(
          connection, run: standing, experiment: settings.experiment, cap: cap, parts))
    }
  }

  /// Does it.
  ///
  /// - Parameter control: stops it, and tells how far it is.
  public func run(_ control: RunControl = RunControl()) async throws -> EvaluationSummary {
    for model in settings.generations.compactMap(\.call.localModel) { try model.checkRevision() }
    try checkKeys()
    try await prepareStore()
    let run = try await identity()
    let session = try await RunSession.open(
      store, run, worker: WorkerName.next().description, executor: transport.executor)
    try await reclaim(session)
    var parts: [EvaluationSummary.Part] = []
    for generation in settings.generations where control.stop == nil {
      parts.append(try await generate(generation, session, control))
    }
    for judging in settings.judgings where control.stop == nil {
      parts.append(try await judge(judging, session, control))
    }
    return EvaluationSummary(
      run: run.key.description, experiment: run.experiment, parts: parts,
      untouched: settings.generations.count + settings.judgings.count - parts.count,
      stop: control.stop)
  }

  /// Brings the boards of the newest run up to date, which may have been killed before it did so; asks
  /// for nothing.
  ///
  /// - Returns: the run's digest; nil: the store has no run.
  public static func refreshBoardsOfNewestRun(in store: Store) async throws -> String? {
    let newest = try await store.database.read { try RunIdentity.newest($0) }
    guard let newest else { return nil }
    let session = try await RunSession.open(
      store, newest.run, worker: WorkerName.next().description)
    for judging in try RunSettings.read(newest.configuration).judgings {
      try await session.touchBoards(
        of: try judging.judge, benchmark: judging.benchmark, models: judging.judgedModels)
    }
    try await session.recomputeBoards()
    return newest.run.key.description
  }

  // MARK: - Private

  /// Finds out whether there are keys for all that will be called, before there is a run.
  private func checkKeys() throws {
    let calls = settings.generations.map(\.call) + settings.judgings.map(\.call)
    for call in calls where call.localModel == nil { _ = try call.makeEndpoint().key() }
  }

  /// Brings what a run reads from the store and the program has: prices and judge prompts.
  private func prepareStore() async throws {
    let names = Set(settings.judgings.map(\.usedProtocol))
    try await store.database.write { connection in
      try PriceTable(connection).add(StarterPrices.rows)
      let templates = names.flatMap { HouseProtocol.templates(of: $0) }
      guard !templates.isEmpty else { return }
      let nobody = RunIdentity.program
      let writer = try RunWriter(connection, run: nobody, worker: "")
      for template in templates { try writer.write(template) }
    }
  }

  private func identity() async throws -> RunIdentity {
    let kind: RunIdentity.Kind =
      settings.judgings.isEmpty ? .generate : settings.generations.isEmpty ? .judge : .eval
    return try await store.database.write { connection in
      // Another process may have begun the same since this one looked.
      let run =
        try standing ?? Self.unfinished(connection, settings)
        ?? RunIdentity.make(
          connection, kind, configuration: settings.json(), person: person,
          experiment: settings.experiment)
      if let cap {
        try Budgets(connection).set(RunIdentity.budgetScope(of: run.key), capNanoUSD: cap)
      }
      return run
    }
  }

  /// Takes over what workers left that are gone.
  private func reclaim(_ session: RunSession) async throws {
    try await session.write { writer in
      let workers = try Set(writer.leaseHolders() + writer.workersWithOpenAttempts())
      for worker in workers.sorted() where WorkerName.isGone(worker) {
        try writer.closeAttempts(of: worker)
        try writer.releaseLeases(of: worker)
      }
    }
  }

  private func generate(
    _ generation: GenerationSettings, _ session: RunSession, _ control: RunControl
  ) async throws -> EvaluationSummary.Part {
    let plan = try await store.database.read { connection in
      try kept.take(generation, at: StoreMark(connection))
        ?? Planner(connection).plan(generation)
    }
    try await session.write { [reused = plan.reusedWork] writer in
      try writer.note(
        reused: [generation.call.model: reused], .generate, benchmark: generation.benchmark,
        requestedModel: generation.call.askedModel)
    }
    let desk = GenerationDesk(plan, run: session.run, store: store)
    let slots = plan.answers.map(\.slot)
    // A server is not started for nothing.
    guard let model = generation.call.localModel, !slots.isEmpty else {
      return try await work(
        slots, desk, try generation.call.makeEndpoint(), reused: plan.reused, session, control,
        score: { nil })
    }
    return try await model.serve(as: generation.call.askedModel, transport: transport) { endpoint in
      try await work(
        slots, desk, endpoint, reused: plan.reused, session, control, score: { nil })
    }
  }

  private func judge(
    _ judging: JudgingSettings, _ session: RunSession, _ control: RunControl
  ) async throws -> EvaluationSummary.Part {
    let plan = try await store.database.read { connection in
      try kept.take(judging, at: StoreMark(connection))
        ?? Planner(connection).plan(judging)
    }
    try await session.write { [reused = plan.reusedWork] writer in
      try writer.note(
        reused: reused, .judge, benchmark: judging.benchmark,
        requestedModel: judging.call.askedModel)
    }
    // The plan, with every text that was read for it, is not kept while its calls are made.
    let desk = JudgingDesk(plan, run: session.run)
    let (slots, judge, reused) = (plan.verdicts.map(\.slot), plan.judge, plan.reused)
    return try await work(
      slots, desk, try judging.call.makeEndpoint(), reused: reused, session, control
    ) {
      try await session.touchBoards(
        of: judge, benchmark: judging.benchmark, models: judging.judgedModels)
      try await session.recomputeBoards()
      return try await score(judging, judge)
    }
  }

  /// Works off one part.
  private func work(
    _ slots: [WorkSlot], _ desk: any Desk, _ endpoint: Endpoint, reused: Int,
    _ session: RunSession, _ control: RunControl, score: () async throws -> Double?
  ) async throws -> EvaluationSummary.Part {
    let start = Clock.now()
    let client = try ModelClient(endpoint, transport: transport)
    let asked = desk.call.askedModel
    let (prices, answered, versions) = try await session.write { writer in
      for start in stride(from: 0, to: slots.count, by: 1_000) {
        try writer.enqueue(Array(slots[start..<min(start + 1_000, slots.count)]))
      }
      let answered = try writer.resolvedModels(desk.role)
      let models = Set(answered.values.flatMap { [$0.first, $0.last] }).union([asked])
      return (
        try PriceTable(writer.connection).book(models: models), answered,
        try desk.versions(writer)
      )
    }
    let machine = RunMachine(
      planned: slots.count, answered: answered, versions: versions,
      allowsDrift: settings.allowsDrift, parallel: settings.parallel)
    control.begin(machine)
    if !slots.isEmpty, let drift = machine.knownDrift(of: asked) { control.tell(.halted(drift)) }
    try await CallExecutor(
      session, desk, client, prices: prices, control: control, settings: settings
    ).run()
    let counts = try await session.write { [part = desk.part] in try $0.workCounts(part) }
    return EvaluationSummary.Part(
      role: desk.role.rawValue, model: desk.call.model, planned: slots.count + reused,
      reused: reused, remaining: (counts[.waiting] ?? 0) + (counts[.leased] ?? 0),
      tally: control.tally, hollow: desk.hollow.count, score: try await score(),
      seconds: Double(Clock.now() - start) / 1e9)
  }

  /// The score of the one model that was judged by itself.
  private func score(_ judging: JudgingSettings, _ judge: JudgeIdentity) async throws -> Double? {
    guard judging.pairing == .single, judging.models.count == 1 else { return nil }
    return try await store.database.read { connection in
      try connection.first(
        """
        SELECT bm.score_sum, bm.n FROM board_models bm JOIN boards bo ON bo.id = bm.board_id
        JOIN judges j ON j.id = bo.judge_id JOIN configurations c ON c.id = j.configuration_id
        JOIN benchmarks b ON b.id = bo.benchmark_id JOIN models m ON m.id = bm.model_id
        WHERE c.configuration_key = $1 AND b.name = $2 AND m.name = $3 AND j.parser = $4
          AND bm.n > 0
        ORDER BY bm.last_judged_at DESC
        """,
        [
          .bytes(judge.configurationKey.bytes), .text(judging.benchmark),
          .text(judging.models[0]), .text(judging.usedParser.rawValue),
        ]
      ) { row in try row.real(0) / Double(try row.int(1)) }
    }
  }
}
