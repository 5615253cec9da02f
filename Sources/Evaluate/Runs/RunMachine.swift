internal import Warehouse

/// How a run goes on: events in, what to do out.
///
/// It knows neither time nor network.
struct RunMachine: Sendable {
  /// How many items there are.
  let planned: Int
  /// What was counted so far.
  private(set) var tally = RunTally()
  /// Why no more is sent; nil: it goes on.
  private(set) var stop: StopReason?
  /// The versions that answer each name.
  private var answered: [String: AnsweredVersions]
  private let versions: JudgeVersions
  private let allowsDrift: Bool
  /// Whether a reply came, in this part of the run.
  private var hasReplied = false
  /// Calls of which nothing came, since the last reply.
  private var callsInARow = 0
  /// Items that failed for good, since the last reply.
  private var failuresInARow = 0
  private let failureLimit: Int

  /// - Parameters:
  ///   - planned: how many items there are.
  ///   - answered: what answered before, in an earlier part of the run.
  ///   - versions: what gave the results that stand beside those of the run.
  ///   - parallel: how many calls are under way at once: as many may fail together by one fault.
  init(
    planned: Int = 0, answered: [String: AnsweredVersions] = [:],
    versions: JudgeVersions = JudgeVersions(),
    allowsDrift: Bool = false, parallel: Int
  ) {
    self.planned = planned
    self.answered = answered
    self.versions = versions
    self.allowsDrift = allowsDrift
    failureLimit = max(8, parallel)
  }

  /// What happens to a run.
  enum Event: Sendable {
    /// A call is in the ledger.
    case called(CallRecord, cost: CallCost, askedModel: String)
    /// An item has its result.
    case done
    /// An item failed for good, the last time for the error of this class.
    case gaveUp(errorClass: String?)
    /// There was nothing to ask for an item.
    case skipped
    /// The same item is asked again.
    case retried
    /// No more may be sent.
    case halted(StopReason)
  }

  /// Takes an event in.
  ///
  /// - Returns: why the run stops, if it does so now.
  mutating func handle(_ event: Event) -> StopReason? {
    let before = stop
    switch event {
    case .called(let record, let cost, let askedModel):
      tally.add(record, cost)
      if let version = record.resolvedModel { note(version, of: askedModel) }
      noteEnd(of: record)
    case .done: tally.done += 1
    case .skipped:
      tally.done += 1
      tally.skipped += 1
    case .gaveUp(let errorClass):
      tally.failed += 1
      tally.lastError = errorClass ?? tally.lastError
      noteFailure(errorClass)
    case .retried: tally.retries += 1
    case .halted(let reason): stop = stop ?? reason
    }
    return before == nil ? stop : nil
  }

  /// Why a run need not ask to know that another version answers: it has done so before.
  ///
  /// - Parameter askedModel: what the part of the run asks for.
  func knownDrift(of askedModel: String) -> StopReason? {
    answered[askedModel].flatMap { drift(of: askedModel, $0) }
  }

  // MARK: - Private

  /// Another version under one name is another judge, or another model.
  private mutating func note(_ version: String, of askedModel: String) {
    var known = answered[askedModel] ?? AnsweredVersions(version)
    known.last = version
    answered[askedModel] = known
    stop = stop ?? drift(of: askedModel, known)
  }

  private func drift(of askedModel: String, _ answered: AnsweredVersions) -> StopReason? {
    let (before, now) = (versions.newest ?? answered.first, answered.last)
    guard !allowsDrift, !versions.areOne(before, now) else { return nil }
    return .drift(model: askedModel, before: before, now: now)
  }

  /// What says nothing of the other calls.
  private static let aboutOnePrompt: Set<String?> = [
    ProviderFailure.Kind.contextLength.name, ProviderFailure.Kind.tooLarge.name,
    ProviderFailure.Kind.filteredPrompt.name,
  ]

  /// What says that the provider is there, and is to be waited for.
  private static let aboutLoad: Set<String?> = [
    ProviderFailure.Kind.rateLimit.name, ProviderFailure.Kind.overloaded.name,
  ]

  /// Where nothing came from the beginning, the rest would fail too: the address may be wrong.
  private mutating func noteEnd(of record: CallRecord) {
    guard !record.outcome.hasReply else {
      (hasReplied, callsInARow, failuresInARow) = (true, 0, 0)
      return
    }
    guard !Self.aboutOnePrompt.contains(record.errorClass) else { return }
    callsInARow += 1
    guard !hasReplied, !Self.aboutLoad.contains(record.errorClass) else { return }
    noteOutage(callsInARow >= 2 * failureLimit, record.errorClass)
  }

  /// Where items fail for good one after the other, each of them asked as often as may help, it is no
  /// hiccup.
  private mutating func noteFailure(_ errorClass: String?) {
    guard !Self.aboutOnePrompt.contains(errorClass) else { return }
    failuresInARow += 1
    noteOutage(failuresInARow >= failureLimit, errorClass)
  }

  private mutating func noteOutage(_ isOutage: Bool, _ errorClass: String?) {
    guard isOutage, stop == nil else { return }
    stop = .outage(failures: callsInARow, error: errorClass)
  }
}

/// Why a run sends no more.
public enum StopReason: Sendable, Hashable, CustomStringConvertible {
  /// A budget does not hold another call.
  case budget(String)
  /// Another version answers under the same name.
  case drift(model: String, before: String, now: String)
  /// The provider takes no more calls whatever they ask: no money, a wrong key, no such model.
  case provider(String)
  /// Nothing comes back any more, the last time for the error of this class.
  case outage(failures: Int, error: String? = nil)
  /// A person asked for it.
  case interrupted

  /// One line for a person.
  public var description: String {
    switch self {
    case .budget(let reason): reason
    case .drift(let model, let before, let now):
      "\(model) was \(before) and now answers as \(now): another version counts as another model"
    case .provider(let reason): reason
    case .outage(let failures, let error):
      "the last \(failures) calls came to nothing\(error.map { " (\($0))" } ?? ""); the rest was not "
        + "sent; `scorehouse doctor --endpoint URL` says what stands in the way"
    case .interrupted: "stopped as asked"
    }
  }
}

/// What a run counted.
public struct RunTally: Sendable, Hashable {
  /// Items that nothing is left to do for.
  public var done = 0
  /// Of those, items for which there was nothing to ask.
  public var skipped = 0
  /// Items that failed for good.
  public var failed = 0
  /// Everything that was sent.
  public var calls = 0
  /// What was sent again.
  public var retries = 0
  /// Tokens that went in.
  public var promptTokens: Int64 = 0
  /// Tokens that came out.
  public var completionTokens: Int64 = 0
  /// What it cost as far as that is known.
  public var costNanoUSD: Int64 = 0
  /// Calls whose cost is not known.
  public var unknownCosts = 0
  /// Calls that were sent, and of which nothing came back: they may have been paid for.
  public var lost = 0
  /// Of the last item that failed for good: the class of its error; nil: there was none.
  public var lastError: String?

  mutating func add(_ record: CallRecord, _ cost: CallCost) {
    calls += 1
    if record.outcome == .cancelled || record.outcome == .unknownBilling { lost += 1 }
    promptTokens += record.tokens?.wholePrompt ?? 0
    completionTokens += record.tokens?.wholeCompletion ?? 0
    if let nanoUSD = cost.nanoUSD { costNanoUSD += nanoUSD } else { unknownCosts += 1 }
  }
}
