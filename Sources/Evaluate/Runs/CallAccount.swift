internal import Transport
internal import Warehouse

/// What became of a call, for the ledger: pure facts, made from a reply or from its absence.
struct CallAccount: Sendable {
  let record: CallRecord
  let cost: CallCost

  /// A call that a provider answered in some way.
  init(
    _ reply: ProviderReply, _ response: HTTPResponse, role: CallRecord.Role,
    reserved: Int64?, cost: (Completion) -> CallCost
  ) {
    switch reply {
    case .completion(let completion):
      var record = CallRecord(role, CallRecord.Outcome(completion.outcome))
      record.fill(completion)
      self.init(record, response, cost: cost(completion))
    case .failure(let failure):
      // A response of success that cannot be read may be paid for.
      let isLost = failure.kind == .malformed && response.status == 200
      let outcome: CallRecord.Outcome =
        switch failure.kind {
        case .filteredPrompt: .filtered
        case .timeout: .timeout
        default: isLost ? .unknownBilling : .apiError
        }
      var record = CallRecord(role, outcome)
      record.errorClass = failure.kind.name
      record.requestID = failure.requestID
      self.init(
        record, response,
        cost: isLost ? CallCost(nanoUSD: reserved, priceIDs: []) : .nothing)
    }
  }

  /// A call that has no response.
  init(_ error: TransportError, role: CallRecord.Role, reserved: Int64?) {
    let outcome: CallRecord.Outcome =
      switch error.code {
      case _ where error.mayHaveBeenSent: .unknownBilling
      case .timeout: .timeout
      case .cancelled: .cancelled
      default: .apiError
      }
    var record = CallRecord(role, outcome)
    record.errorClass = error.name
    record.finishedAt = Clock.now()
    self.record = record
    cost = error.mayHaveBeenSent ? CallCost(nanoUSD: reserved, priceIDs: []) : .nothing
  }

  private init(_ record: CallRecord, _ response: HTTPResponse, cost: CallCost) {
    var record = record
    record.httpStatus = response.status
    record.firstByteAt = response.firstByteAt
    record.finishedAt = response.finishedAt
    self.record = record
    self.cost = cost
  }
}

extension CallRecord.Outcome {
  /// How the call of a completion ended.
  fileprivate init(_ outcome: Completion.Outcome) {
    self =
      switch outcome {
      case .ok: .ok
      case .refused: .refused
      case .truncated: .truncated
      case .filtered: .filtered
      }
  }
}

extension CallRecord {
  fileprivate mutating func fill(_ completion: Completion) {
    requestID = completion.requestID
    resolvedModel = completion.resolvedModel
    systemFingerprint = completion.fingerprint
    finishReason = completion.finishReason
    tokens = completion.usage.map { TokenCounts($0) }
    usage = completion.usageJSON
    tier = completion.tier
    reportedNanoUSD = completion.reportedNanoUSD
    replies = completion.choices.map { choice in
      // NUL cannot be stored as text on every engine; a model that sends it means nothing by it.
      (choice.text ?? choice.refusal).map { StoredText($0.replacing("\0", with: "")) }
    }
  }
}

extension TokenCounts {
  /// The counts of a reply.
  init(_ usage: TokenUsage) {
    self.init()
    prompt = usage.prompt
    cached = usage.cached
    cacheWrite5m = usage.cacheWrite5m
    cacheWrite1h = usage.cacheWrite1h
    completion = usage.completion
    reasoning = usage.reasoning
  }
}
