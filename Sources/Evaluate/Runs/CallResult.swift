internal import Warehouse

/// What a call came to, for the one that makes an answer or a verdict of it.
struct CallResult: Sendable {
  /// The row of the call.
  let call: Int64
  let outcome: CallRecord.Outcome
  let finishReason: String?
  let resolvedModel: String?
  /// nil: there is none.
  let text: String?
  let sentAt: Int64
  let finishedAt: Int64?

  init(call: Int64, _ record: CallRecord, _ attempt: OpenAttempt) {
    self.call = call
    outcome = record.outcome
    finishReason = record.finishReason
    resolvedModel = record.resolvedModel
    text = record.replies.first.flatMap { $0?.string }
    sentAt = attempt.sentAt
    finishedAt = record.finishedAt
  }

  init(_ standing: StandingCall) {
    call = standing.id
    outcome = standing.outcome
    finishReason = standing.finishReason
    resolvedModel = standing.resolvedModel
    text = standing.text
    sentAt = standing.sentAt
    finishedAt = standing.finishedAt
  }
}
