internal import RealModule

/// A range of values with round marks, and where a value stands on a stretch of a picture.
struct Axis {
  let ticks: [Double]
  private let low: Double
  private let high: Double
  private let start: Double
  private let length: Double
  private let digits: Int

  /// - Parameters:
  ///   - values: what must fit; not empty.
  ///   - start: where the lowest stands.
  ///   - length: how far the highest is from there; may be negative.
  init(_ values: [Double], from start: Double, length: Double) {
    let (least, most) = (values.min() ?? 0, values.max() ?? 1)
    let span = most > least ? most - least : max(most.magnitude, 1)
    let raw = span / 5
    let magnitude = Double.pow(10, Double.log10(raw).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * magnitude }.first { $0 >= raw } ?? raw
    low = (least / step).rounded(.down) * step
    let top = (most / step).rounded(.up) * step
    high = top > low ? top : low + step
    let count = Int(((high - low) / step).rounded())
    let first = low
    ticks = (0...max(1, count)).map { first + Double($0) * step }
    digits = max(0, min(6, Int((-Double.log10(step)).rounded(.up))))
    self.start = start
    self.length = length
  }

  /// Where a value stands.
  func place(_ value: Double) -> Double { start + (value - low) / (high - low) * length }

  /// How a mark is written.
  func label(_ tick: Double) -> String { DecimalText.fixed(tick, digits: digits) }
}
