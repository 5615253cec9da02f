/// Which calls a report on costs is about; everything left nil is left open.
public struct CostQuery: Sendable {
  /// What they are told by, the first the coarsest.
  public var by: [CostDimension] = [.experiment]
  /// Only calls of this experiment.
  public var experiment: String?
  /// Only calls about questions of this benchmark.
  public var benchmark: String?
  /// Only calls to this judge.
  public var judge: String?
  /// Only calls to or about this model.
  public var model: String?
  /// Only what was sent from this instant on, in nanoseconds since 1970 UTC.
  public var since: Int64?
  /// Only what was sent before.
  public var until: Int64?
  /// Whether imported rows without a cost are estimated from their texts.
  public var estimates = false

  /// Every call, by experiment.
  public init() {}

  static let dayNanoseconds: Int64 = 86_400_000_000_000

  /// Whether sums by day can answer it.
  var isOfWholeDays: Bool {
    [since, until].allSatisfy { ($0 ?? 0) % Self.dayNanoseconds == 0 }
  }
}
