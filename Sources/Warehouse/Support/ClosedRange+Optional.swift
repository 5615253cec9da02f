extension ClosedRange<Double> {
  /// A range between two bounds; nil where one is missing, or they are in the wrong order, as a
  /// damaged store may have them.
  package init?(from low: Double?, to high: Double?) {
    guard let low, let high, low <= high else { return nil }
    self = low...high
  }
}
