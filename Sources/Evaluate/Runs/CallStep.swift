internal import Transport

/// What is done after an attempt.
enum CallStep: Sendable, Hashable {
  /// There is a reply, or the provider's last word.
  case finish
  /// The same again, later.
  case again(after: Duration)
  /// The same without a setting that the model does not take.
  case without(ChatParameter)
  /// This one cannot be had.
  case giveUp(String)
  /// None of them can be had.
  case stop(String)

  /// Whether the item is not asked again.
  var isLast: Bool {
    switch self {
    case .finish, .giveUp, .stop: true
    case .again, .without: false
    }
  }

  /// Decides.
  ///
  /// - Parameter attempt: how often it was asked, from 1.
  init(
    after call: ModelCall, _ chat: ChatRequest, attempt: Int, _ policy: RetryPolicy,
    random: inout some RandomNumberGenerator
  ) {
    guard case .failure(let failure) = call.result else {
      self = .finish
      return
    }
    if case .transport(let error) = failure, error.code == .cancelled {
      self = .again(after: .zero)
      return
    }
    if case .provider(let failure) = failure {
      if failure.kind == .filteredPrompt {
        self = .finish
        return
      }
      if case .unsupportedParameter(let parameter) = failure.kind,
        chat.dropping(parameter) != nil
      {
        self = .without(parameter)
        return
      }
    }
    switch policy.decision(after: attempt, failure, random: &random) {
    case .retry(let delay): self = .again(after: delay)
    case .giveUp: self = failure.stopsRun ? .stop("\(failure)") : .giveUp("\(failure)")
    }
  }
}
