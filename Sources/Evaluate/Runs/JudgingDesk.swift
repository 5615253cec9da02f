internal import Synchronization
internal import Warehouse

/// Asks a judge about answers.
final class JudgingDesk: Desk {
  let part: WorkPart
  let role = CallRecord.Role.judge
  let call: CallSettings
  let hollow = HollowItems()
  private let parser: VerdictParser
  private let judge: JudgeIdentity
  private let isFresh: Bool
  private let planned: PlannedItems<PlannedVerdict>
  private let run: Key
  // What the prompts under way are made of: a digest is not computed twice for a call.
  private let sent = Mutex<[Key: PromptParts]>([:])

  init(_ plan: JudgingPlan, run: RunIdentity) {
    part = WorkPart(
      .judge, configuration: plan.judge.configurationKey, benchmark: plan.settings.benchmark)
    call = plan.settings.call
    isFresh = plan.settings.isFresh
    parser = plan.settings.usedParser
    judge = plan.judge
    self.run = run.key
    planned = PlannedItems(plan.verdicts, in: run.key) { $0.slot }
  }

  /// Who asks for everything anew may do so because another version answers now.
  func versions(_ writer: RunWriter) throws -> JudgeVersions {
    var versions = try writer.versions(of: judge, benchmark: part.benchmark)
    if isFresh { versions.newest = nil }
    return versions
  }

  func chat(for item: Key) async throws -> ChatRequest? {
    guard let planned = planned[item], let prompt = planned.prompt else { return nil }
    sent.withLock { $0[item] = prompt.parts }
    var messages: [ChatMessage] = []
    if let system = planned.template.system { messages.append(ChatMessage(.system, system)) }
    messages.append(ChatMessage(.user, prompt.text))
    var chat = call.chat(messages)
    if let schema = JSONVerdictParser.schema(for: planned.template.form) {
      chat.responseSchema = ResponseSchema(name: "verdict", json: schema)
    }
    // The same question for the second time is another call to whoever keeps account of them.
    if planned.slot.repeatNumber > 0, let seed = chat.seed {
      chat.seed = seed &+ Int64(planned.slot.repeatNumber)
    }
    return chat
  }

  /// Writes the verdict; of a pair when the other game has come back too.
  func write(_ result: CallResult, for item: Key, _ writer: RunWriter) throws {
    guard let verdict = planned[item] else { return }
    var games = [try game(verdict, item, result, writer)]
    if games[0].outcome != .scored { hollow.insert(item) }
    if let other = verdict.slot.otherGame {
      let key = other.key(in: run)
      guard let partner = planned[key], let call = try writer.standingCall(ofItem: key) else {
        return
      }
      games.append(try game(partner, key, CallResult(call), writer))
      games.sort { $0.number < $1.number }
    }
    var judge = judge
    judge.resolvedModel = result.resolvedModel
    try writer.write(
      RunJudgment(
        slot: verdict.slot, judge: judge, promptName: verdict.template.name, games: games))
  }

  // MARK: - Private

  private func game(
    _ planned: PlannedVerdict, _ item: Key, _ result: CallResult, _ writer: RunWriter
  ) throws -> RunJudgment.Game {
    // A transaction that is run again finds none kept.
    let kept = sent.withLock { $0.removeValue(forKey: item) }
    guard let prompt = kept ?? planned.prompt?.parts else { throw PlanError.noPairs }
    let verdict = result.text.map {
      parser.verdict(in: $0, form: planned.template.form, scale: planned.template.scale)
    }
    let reading = VerdictReading(verdict ?? .unreadable, game: planned.slot.game)
    var game = RunJudgment.Game(
      number: planned.slot.game, outcome: reading.isScored ? .scored : result.unscoredOutcome,
      prompt: prompt, call: result.call, judgedAt: result.finishedAt,
      durationNanoseconds: result.finishedAt.map { $0 - result.sentAt })
    game.score = reading.score
    game.winner = reading.winner
    game.textID = try result.text.map { try writer.textID(StoredText($0)) }
    return game
  }
}

/// A parsed verdict as it is stored: the swap of the second game undone.
struct VerdictReading: Sendable, Hashable {
  let score: Double?
  let winner: Winner?

  var isScored: Bool { score != nil || winner != nil }

  init(_ verdict: ParsedVerdict, game: Int) {
    switch (verdict, game) {
    case (.score(let value), 0): (score, winner) = (value, nil)
    case (.better(.tie), 1...): (score, winner) = (nil, .tie)
    case (.better(let side), 1...):
      (score, winner) = (nil, (side == .a) == (game == 1) ? .model : .opponent)
    default: (score, winner) = (nil, nil)
    }
  }
}

extension CallResult {
  /// Why a reply has no verdict.
  fileprivate var unscoredOutcome: JudgmentOutcome {
    switch outcome {
    case .refused: .refused
    case .truncated: .truncated
    case .filtered: .filtered
    case .ok, .timeout, .cancelled, .apiError, .unknownBilling: .parseError
    }
  }
}
