internal import Transport

/// How many calls may be in flight at an endpoint.
///
/// It learns that from how they end, and keeps no time.
///
/// It starts with few and grows by half a round, or more, while all goes well; where the endpoint says that it is too much, it
/// halves, and from there on grows by one a round. One overload is cut for once, however many of the
/// calls that were in flight report it.
public struct AdaptiveConcurrency: Hashable, Sendable {
  /// What the end of a call says about the load.
  public enum Signal: Hashable, Sendable {
    /// It was borne.
    case borne
    /// It was too much: 429.
    case tooMuch
    /// The server has trouble of its own: 5xx, time-outs. No reason to send less, and none for more.
    case trouble
  }

  /// A call that was let through, to be given back.
  public struct Pass: Hashable, Sendable {
    fileprivate let number: Int
  }

  /// The most that is ever allowed.
  public let maximum: Int
  /// What is allowed now.
  public private(set) var limit: Int
  /// Calls that were let through and have not ended.
  public var inFlight: Int { open.count }

  private var open: Set<Int> = []
  // Fast growth ends here.
  private var threshold: Int
  private var nextNumber = 0
  // Calls from before the last cut say nothing about what is allowed since.
  private var firstAfterCut = 0
  // No growth before a call from here on ends well.
  private var firstAfterTrouble = 0
  private var borneSinceGrowth = 0

  /// Nothing in flight.
  ///
  /// - Parameters:
  ///   - maximum: the most that is ever allowed; at least 1.
  ///   - initial: what is allowed at first.
  public init(maximum: Int, initial: Int = 8) {
    self.maximum = max(1, maximum)
    limit = min(self.maximum, max(1, initial))
    threshold = self.maximum
  }

  /// Lets a call through; nil: not now.
  public mutating func pass() -> Pass? {
    guard inFlight < limit else { return nil }
    nextNumber += 1
    open.insert(nextNumber)
    return Pass(number: nextNumber)
  }

  /// Takes a call's end, the first time that it is told.
  public mutating func end(_ pass: Pass, _ signal: Signal) {
    let wasUsed = inFlight * 2 > limit
    guard open.remove(pass.number) != nil else { return }
    switch signal {
    case .tooMuch:
      guard pass.number > firstAfterCut else { return }
      limit = max(1, limit / 2)
      threshold = limit
      firstAfterCut = nextNumber
      borneSinceGrowth = 0
    case .trouble:
      firstAfterTrouble = nextNumber
    case .borne:
      // A limit that is not half used has not been tried.
      guard wasUsed, pass.number > firstAfterTrouble, limit < maximum else { return }
      borneSinceGrowth += 1
      guard limit < threshold || borneSinceGrowth >= limit else { return }
      limit += 1
      borneSinceGrowth = 0
    }
  }
}

extension AdaptiveConcurrency.Signal {
  /// What a failed call says about the load.
  public init(_ failure: CallFailure) {
    switch failure {
    case .transport(let error):
      self = error.code == .cancelled ? .borne : .trouble
    case .provider(let failure):
      switch failure.kind {
      case .rateLimit: self = .tooMuch
      case .server, .overloaded, .timeout: self = .trouble
      default: self = .borne
      }
    }
  }
}
