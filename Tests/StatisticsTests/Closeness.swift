import Testing

/// Expects a number to be as near to another as the last digit that stands there tells.
///
/// - Parameter relative: the error that is allowed as a share of the expected number.
func expectClose(
  _ value: Double?, _ expected: Double, relative: Double = 0, absolute: Double = 0,
  _ location: SourceLocation = #_sourceLocation
) {
  guard let value else {
    Issue.record("nil instead of \(expected)", sourceLocation: location)
    return
  }
  let allowed = max(relative * expected.magnitude, absolute)
  #expect(
    (value - expected).magnitude <= allowed, "\(value) instead of \(expected)",
    sourceLocation: location)
}

/// Expects an interval with bounds as near to others as six decimals tell.
func expectClose(
  _ interval: ClosedRange<Double>?, _ low: Double, _ high: Double, absolute: Double = 5e-7,
  _ location: SourceLocation = #_sourceLocation
) {
  expectClose(interval?.lowerBound, low, absolute: absolute, location)
  expectClose(interval?.upperBound, high, absolute: absolute, location)
}
