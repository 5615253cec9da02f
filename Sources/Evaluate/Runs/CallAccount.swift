internal import Transport
internal import Warehouse

/// What became of a call, for the ledger: pure facts, made from a reply or from its absence.
struct CallAccount: Sendable {
  let record: CallRecord
  let cost: CallCost

  /// - Parameters:
  ///   - reserved: what counts where nobody knows what will be billed.
  ///   - price: what an answer costs.
  init(
    _ call: ModelCall, role: CallRecord.Role, reserved: Int64?, price: (Completion) -> CallCost
  ) {
    var record: CallRecord
    switch call.result {
    case .success(let completion):
      record = CallRecord(role, CallRecord.Outcome(completion.outcome))
      record.fill(completion)
      cost = price(completion)
    case .failure(let failure):
      record = CallRecord(role, CallRecord.Outcome(failure, status: call.status))
      record.errorClass = failure.name
      if case .provider(let failure) = failure { record.requestID = failure.requestID }
      cost =
        record.outcome == .unknownBilling
        ? CallCost(nanoUSD: reserved, priceIDs: []) : .nothing
    }
    record.httpStatus = call.status
    record.firstByteAt = call.firstByteAt
    record.finishedAt = call.finishedAt ?? Clock.now()
    self.record = record
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

  /// How a call without an answer ended.
  ///
  /// What may have been served may be billed: a reply that was lost on the way, and one of success
  /// that cannot be read.
  fileprivate init(_ failure: CallFailure, status: Int?) {
    self =
      switch failure {
      case .transport(let error):
        switch error.code {
        case _ where error.mayHaveBeenSent: .unknownBilling
        case .timeout: .timeout
        case .cancelled: .cancelled
        default: .apiError
        }
      case .provider(let failure):
        switch failure.kind {
        case .filteredPrompt: .filtered
        case .timeout: .timeout
        case .malformed where status == 200: .unknownBilling
        default: .apiError
        }
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
      // Not every engine stores NUL in a text, and no model means anything by it.
      (choice.text ?? choice.refusal).map {
        StoredText($0.utf8.contains(0) ? $0.replacing("\0", with: "") : $0)
      }
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

extension Endpoint {
  /// How the ledger and the prices call it: a provider by its name at its own hosts, else by the
  /// host, since others sell a model of the same name at another price.
  var ledgerName: EndpointName {
    let provider =
      provider.isOwn(host: url.host)
      ? provider.rawValue
      : url.isLoopback ? "local" : url.host == "openrouter.ai" ? "openrouter" : url.host
    return EndpointName(host: url.place, provider: provider)
  }
}
