/// What became of an attempt, as far as it is known.
package struct CallRecord: Sendable {
  /// What the call was for.
  package enum Role: String, Sendable {
    case generate, judge
  }

  /// How it ended.
  package enum Outcome: String, Sendable, CaseIterable {
    case ok, refused, truncated, filtered, timeout, cancelled
    case apiError = "api_error"
    /// Sent, and the reply is lost: it may be billed.
    case unknownBilling = "unknown_billing"

    /// Whether a reply came that a result is made of.
    package var hasReply: Bool {
      switch self {
      case .ok, .refused, .truncated, .filtered: true
      case .timeout, .cancelled, .apiError, .unknownBilling: false
      }
    }
  }

  package let role: Role
  package let outcome: Outcome
  package var errorClass: String?
  package var httpStatus: Int?
  package var requestID: String?
  package var resolvedModel: String?
  package var systemFingerprint: String?
  package var finishReason: String?
  /// nil: the reply does not say.
  package var tokens: TokenCounts?
  /// JSON as the provider sent it.
  package var usage: String?
  package var tier: String?
  package var reportedNanoUSD: Int64?
  package var firstByteAt: Int64?
  package var finishedAt: Int64?
  /// The texts by choice; nil where a choice has none.
  package var replies: [StoredText?] = []

  package init(_ role: Role, _ outcome: Outcome) {
    self.role = role
    self.outcome = outcome
  }
}
