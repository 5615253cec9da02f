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
  /// The version that answers each name, as the first reply said.
  private var answered: [String: String]
  private let versions: JudgeVersions
  private let allowsDrift: Bool
  private var failuresInARow = 0
  private let outageThreshold: Int

  /// - Parameters:
  ///   - planned: how many items there are.
  ///   - answered: what answered before, in an earlier part of the run.
  ///   - versions: what gave the results that stand beside those of the run.
  ///   - parallel: how many calls are under way at once: as many may fail together by one fault.
  init(
    planned: Int = 0, answered: [String: String] = [:], versions: JudgeVersions = JudgeVersions(),
    allowsDrift: Bool = false, parallel: Int
  ) {
    self.planned = planned
    self.answered = answered
    self.versions = versions
    self.allowsDrift = allowsDrift
    outageThreshold = max(8, 2 * parallel)
  }

  /// What happens to a run.
  enum Event: Sendable {
    /// A call is in the ledger.
    case called(CallRecord, cost: CallCost, askedModel: String)
    /// An item is done, or failed for good.
    case settled(WorkState)
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
    case .settled(.done): tally.done += 1
    case .skipped:
      tally.done += 1
      tally.skipped += 1
    case .settled(.failed): tally.failed += 1
    case .settled(.waiting), .settled(.leased): break
    case .retried: tally.retries += 1
    case .halted(let reason): stop = stop ?? reason
    }
    return before == nil ? stop : nil
  }

  // MARK: - Private

  /// Another version under one name is another judge, or another model.
  private mutating func note(_ version: String, of askedModel: String) {
    let first = answered[askedModel] ?? version
    answered[askedModel] = first
    let before = versions.newest ?? first
    if !versions.areOne(before, version), !allowsDrift, stop == nil {
      stop = .drift(model: askedModel, before: before, now: version)
    }
  }

  /// What says nothing of the other calls.
  private static let aboutOnePrompt: Set<String?> = [
    ProviderFailure.Kind.contextLength.name, ProviderFailure.Kind.tooLarge.name,
    ProviderFailure.Kind.filteredPrompt.name,
  ]

  /// Where nothing comes back any more, the rest would fail too.
  private mutating func noteEnd(of record: CallRecord) {
    guard !Self.aboutOnePrompt.contains(record.errorClass) else { return }
    failuresInARow = record.outcome.hasReply ? 0 : failuresInARow + 1
    if failuresInARow >= outageThreshold, stop == nil {
      stop = .outage(failures: failuresInARow, error: record.errorClass)
    }
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
      "\(model) was \(before) and now answers as \(now): another version is another judge"
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
  /// Of the last call of which nothing came: the class of its error; nil: there was none.
  public var lastError: String?

  mutating func add(_ record: CallRecord, _ cost: CallCost) {
    calls += 1
    lastError = record.errorClass ?? lastError
    if record.outcome == .cancelled || record.outcome == .unknownBilling { lost += 1 }
    promptTokens += record.tokens?.wholePrompt ?? 0
    completionTokens += record.tokens?.wholeCompletion ?? 0
    if let nanoUSD = cost.nanoUSD { costNanoUSD += nanoUSD } else { unknownCosts += 1 }
  }
}
