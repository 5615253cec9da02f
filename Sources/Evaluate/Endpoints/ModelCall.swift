internal import Transport

/// What became of one request.
///
/// Times are nanoseconds since 1970 UTC.
public struct ModelCall: Hashable, Sendable {
  /// The answer, or why there is none.
  public let result: Result<Completion, CallFailure>
  /// The status of the response; nil where none came.
  public let status: Int?
  /// When the request went out; nil if it certainly did not, so that nobody charges for it.
  public let sentAt: Int64?
  /// When the first byte of the response came.
  public let firstByteAt: Int64?
  /// When the last byte of the response came; nil where none did.
  public let finishedAt: Int64?
  /// The limits that the response states.
  public let limits: RateLimits

  /// A response.
  init(_ response: HTTPResponse, _ reply: ProviderReply) {
    result =
      switch reply {
      case .completion(let completion): .success(completion)
      case .failure(let failure): .failure(.provider(failure))
      }
    status = response.status
    sentAt = response.sentAt
    firstByteAt = response.firstByteAt
    finishedAt = response.finishedAt
    limits = RateLimits(response.headers)
  }

  /// No response.
  init(_ error: TransportError) {
    result = .failure(.transport(error))
    status = nil
    sentAt = error.sentAt
    firstByteAt = nil
    finishedAt = nil
    limits = RateLimits()
  }

  /// Whether somebody may charge for it, though nobody knows how much.
  public var isBillingUnknown: Bool {
    guard case .failure(.transport(let error)) = result else { return false }
    return error.mayHaveBeenSent
  }
}
