internal import Synchronization
internal import Transport
internal import Warehouse

/// Works off the items of one part of a run: leases them, asks, notes every call before and after,
/// and writes what came of it.
final class CallExecutor: Sendable {
  let session: RunSession
  let desk: any Desk
  let client: ModelClient
  /// What the ledger and the prices call the place that is asked.
  let endpoint: EndpointName
  let prices: PriceBook
  let control: RunControl
  let pace: Pace
  let parallel: Int
  private let policy = RetryPolicy()
  private let refused = Mutex<[ChatParameter]>([])

  /// How long an item is held without a sign of life.
  static let leaseNanoseconds: Int64 = 60_000_000_000
  /// How often a worker gives a sign of life.
  static let renewalInterval = Duration.seconds(15)
  /// How long to wait for other calls to end that hold the rest of a budget.
  static let budgetPause = Duration.milliseconds(200)

  init(
    _ session: RunSession, _ desk: any Desk, _ client: ModelClient, prices: PriceBook,
    control: RunControl, settings: RunSettings
  ) {
    self.session = session
    self.desk = desk
    self.client = client
    endpoint = client.endpoint.ledgerName
    self.prices = prices
    self.control = control
    parallel = settings.parallel
    pace = Pace(
      parallel: settings.parallel,
      limits: RateLimits(
        requests: settings.requestsPerMinute.map(Int64.init),
        tokens: settings.tokensPerMinute.map(Int64.init)))
  }

  /// Asks until nothing is left, or the run is stopped; gives back what it did not get to.
  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await self.renewLeases() }
      group.addTask { await self.recomputeBoards() }
      let work = Task(executorPreference: client.executor) { try await self.workOff() }
      control.onCancel { work.cancel() }
      defer { group.cancelAll() }
      try await work.value
    }
    try await session.write { writer in
      try writer.releaseLeases()
      try writer.sumCalls()
    }
  }

  // MARK: - Private

  private func workOff() async throws {
    let (events, told) = AsyncStream.makeStream(of: Place.Event.self)
    try await withThrowingDiscardingTaskGroup { group in
      var news = events.makeAsyncIterator()
      // Items that are asked, or wait until they may be asked again; and those that are written too.
      var (taken, working) = (0, 0)
      var leased: ArraySlice<LeasedItem> = []
      // Until another item is written there is nothing to lease: a later turn waits for that.
      var isDry = false
      while !group.isCancelled {
        // A lease is a transaction: many at a time, and a quarter of the places may stand empty.
        if control.stop == nil, leased.isEmpty, !isDry, taken <= parallel - max(1, parallel / 4) {
          leased = try await lease(parallel)[...]
          isDry = leased.isEmpty
        }
        while control.stop == nil, taken < parallel, let item = leased.popFirst() {
          let place = Place(told)
          group.addTask {
            defer { place.leave() }
            try await self.handle(item, place)
          }
          taken += 1
          working += 1
        }
        guard working > 0 else { return }
        switch await news.next() {
        case .isFree: taken -= 1
        case .isLeft, nil: (working, isDry) = (working - 1, false)
        }
      }
    }
  }

  private func lease(_ count: Int) async throws -> [LeasedItem] {
    try await session.lease(
      desk.part, limit: count, until: Clock.now() + Self.leaseNanoseconds)
  }

  /// Keeps what is leased.
  ///
  /// What fails is done the next time: a store that takes nothing any more ends the run by itself.
  private func renewLeases() async {
    while (try? await Task.sleep(for: Self.renewalInterval)) != nil {
      try? await session.renewLeases(until: Clock.now() + Self.leaseNanoseconds)
    }
  }

  /// Shows on the boards what has come, and takes a twentieth of the time at most: it grows with what
  /// stands there.
  private func recomputeBoards() async {
    var pause = Self.renewalInterval
    while (try? await Task.sleep(for: pause)) != nil {
      let taken = await ContinuousClock().measure { try? await session.recomputeBoards() }
      pause = max(Self.renewalInterval, taken * 20)
    }
  }

  /// How often an item was asked by this worker.
  private struct Turn {
    /// From 1; what is asked again without a setting that was refused does not count.
    var attempt = 1
    var isFirst = true
  }

  /// Asks for one item until it is done, cannot be had, or the run is stopped.
  private func handle(_ item: LeasedItem, _ place: Place) async throws {
    var turn = Turn()
    while true {
      let pass = await pace.pass()
      // Also where the store fails: others wait for their turn, if only to end.
      defer { pace.giveBack(pass) }
      guard !Task.isCancelled, control.stop == nil, let chat = try await chat(for: item),
        let step = try await attemptCall(chat, for: item, turn, pass, place)
      else { return }
      turn.isFirst = false
      switch step {
      case .finish, .giveUp, .stop: return
      case .again(let delay):
        turn.attempt += 1
        guard (try? await Task.sleep(for: delay)) != nil else { return }
      case .without(let parameter):
        refused.withLock { if !$0.contains(parameter) { $0.append(parameter) } }
      }
    }
  }

  /// What is asked, without what was refused before; nil: nothing, and the item is done.
  private func chat(for item: LeasedItem) async throws -> ChatRequest? {
    guard let chat = try await desk.chat(for: item.key) else {
      try await session.write { try $0.settle(item.id, as: .done) }
      control.tell(.skipped)
      return nil
    }
    return refused.withLock { $0 }.reduce(chat) { $0.dropping($1) ?? $0 }
  }

  /// One attempt, noted before and after.
  ///
  /// - Parameters:
  ///   - pass: ends when something came, or the call failed.
  ///   - place: is free from then on if the item is not asked again.
  /// - Returns: nil where nothing was sent, since the run has stopped.
  private func attemptCall(
    _ chat: ChatRequest, for item: LeasedItem, _ turn: Turn, _ pass: AdaptiveConcurrency.Pass,
    _ place: Place
  ) async throws -> CallStep? {
    guard let request = request(for: chat) else { return nil }
    let sending = self.sending(chat, item)
    guard let open = try await begin(sending) else { return nil }
    if !turn.isFirst { control.tell(.retried) }
    let call = await client.send(request, for: chat)
    var random = SystemRandomNumberGenerator()
    let step = CallStep(after: call, chat, attempt: turn.attempt, policy, random: &random)
    try await note(call, open, sending, step) { [pace] in
      pace.end(pass, call)
      if step.isLast { place.free() }
    }
    return step
  }

  /// An attempt at an item, and what it takes of the limits per minute.
  private struct Sending {
    let item: LeasedItem
    let attempt: CallAttempt
    let demand: RateDemand
  }

  private func sending(_ chat: ChatRequest, _ item: LeasedItem) -> Sending {
    let attempt = CallAttempt(
      item: item.id, endpoint: endpoint, requestedModel: chat.model,
      credentialLabel: client.endpoint.credentialLabel, parameters: chat.parametersJSON,
      reservedNanoUSD: prices.worstCost(of: chat, provider: endpoint.provider))
    return Sending(
      item: item, attempt: attempt, demand: pace.demand(tokens: chat.estimatedTokens))
  }

  /// Notes that the call will be sent.
  ///
  /// - Returns: nil where no budget holds it, or it was cancelled; then the run is stopped.
  private func begin(_ sending: Sending) async throws -> OpenAttempt? {
    while control.stop == nil {
      do {
        let admission = try await session.write {
          try $0.begin(sending.attempt, within: sending.demand)
        }
        switch admission {
        case .open(let attempt): return attempt
        case .wait(let duration):
          guard (try? await Task.sleep(for: duration)) != nil else { return nil }
        }
      } catch let error as BudgetReached {
        // What other calls hold may come back when they end.
        guard error.standing.reservedNanoUSD > 0,
          (try? await Task.sleep(for: Self.budgetPause)) != nil
        else {
          control.tell(.halted(.budget("\(error)")))
          return nil
        }
      } catch let error as UnpricedBudget {
        control.tell(.halted(.budget("\(error)")))
      }
    }
    return nil
  }

  /// - Returns: nil where the provider cannot be asked such a thing; then the run is stopped.
  private func request(for chat: ChatRequest) -> HTTPRequest? {
    do {
      return try client.request(chat)
    } catch {
      control.tell(.halted(.provider("\(error)")))
      return nil
    }
  }

  private func account(_ call: ModelCall, _ open: OpenAttempt) -> CallAccount {
    CallAccount(call, role: desk.role, reserved: open.reservedNanoUSD) {
      [desk, prices, endpoint] completion in
      prices.cost(
        of: completion.usage.map { TokenCounts($0) }, provider: endpoint.provider,
        models: [completion.resolvedModel, desk.call.askedModel].compactMap { $0 },
        tier: completion.tier.flatMap(PriceRow.Tier.init) ?? .standard, at: open.sentAt)
    }
  }

  /// Notes what became of the call, and writes what follows from it, in one transaction.
  ///
  /// - Parameter next: lets others go, once this is in the queue before what they write, and the run
  ///   knows of it: whatever ends the process, no more calls are open than may be under way, and none
  ///   goes out behind one that stopped the run.
  private func note(
    _ call: ModelCall, _ open: OpenAttempt, _ sending: Sending, _ step: CallStep,
    next: @escaping @Sendable () -> Void
  ) async throws {
    let account = account(call, open)
    let item = sending.item
    let goOn: @Sendable () -> Void = { [self] in
      tell(account, step)
      next()
    }
    try await session.write(whenQueued: goOn) { [desk] writer in
      let id = try writer.record(account.record, of: open, cost: account.cost)
      try writer.settle(
        sending.demand, of: sending.attempt,
        used: account.record.tokens.map { $0.wholePrompt + $0.wholeCompletion },
        pause: call.retryAfter)
      switch step {
      case .finish:
        try writer.settle(item.id, as: .done)
        try desk.write(CallResult(call: id, account.record, open), for: item.key, writer)
      case .giveUp: try writer.settle(item.id, as: .failed)
      case .stop: try writer.settle(item.id, as: .waiting)
      case .again, .without: break
      }
    }
  }

  private func tell(_ account: CallAccount, _ step: CallStep) {
    control.tell(
      .called(account.record, cost: account.cost, askedModel: desk.call.askedModel))
    switch step {
    case .finish: control.tell(.done)
    case .giveUp: control.tell(.gaveUp(errorClass: account.record.errorClass))
    case .stop(let reason): control.tell(.halted(.provider(reason)))
    case .again, .without: break
    }
  }
}

extension ModelCall {
  /// How long the endpoint asks to be left alone.
  fileprivate var retryAfter: Duration? {
    guard case .failure(let failure) = result else { return nil }
    return failure.retryAfter
  }
}

extension ChatRequest {
  /// What it may use, for limits per minute: a token for four bytes, and the longest reply.
  fileprivate var estimatedTokens: Int64 { Int64(textBytes / 4 + (maxTokens ?? 0) * choices) }

  /// The bytes of its texts.
  fileprivate var textBytes: Int { messages.map(\.content.utf8.count).reduce(0, +) }

  /// The settings that are sent, as the ledger keeps them.
  fileprivate var parametersJSON: String {
    var fields: [(name: String, json: String)] = []
    if let temperature { fields.append(("temperature", "\(temperature)")) }
    if let maxTokens { fields.append((maxTokensName.rawValue, "\(maxTokens)")) }
    if let topP { fields.append(("top_p", "\(topP)")) }
    if let seed { fields.append(("seed", "\(seed)")) }
    if choices != 1 { fields.append(("n", "\(choices)")) }
    if !stop.isEmpty {
      fields.append(("stop", "[" + stop.map(JSONText.quoted).joined(separator: ", ") + "]"))
    }
    if let schema = responseSchema {
      fields.append(("response_format", JSONText.quoted(schema.name)))
    }
    return JSONText.object(fields).string
  }
}

extension PriceBook {
  /// The most that a request can cost; nil where its price, or the length of its reply, is not
  /// bounded.
  fileprivate func worstCost(of chat: ChatRequest, provider: String) -> Int64? {
    chat.maxTokens.flatMap { maxTokens in
      worstCost(
        textBytes: chat.textBytes, messages: chat.messages.count, maxTokens: Int64(maxTokens),
        choices: chat.choices, provider: provider, models: [chat.model], at: Clock.now())
    }
  }
}
