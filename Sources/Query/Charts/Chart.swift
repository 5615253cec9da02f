internal import RealModule
internal import Warehouse

/// Draws a report as a picture in SVG, legible in black and white: series differ by marks and dashes,
/// values of a heat map stand in its cells.
public struct Chart: Sendable {
  /// What a report is drawn as.
  public enum Kind: String, Sendable, CaseIterable {
    /// A score with its interval a row.
    case intervals
    /// A value a cell, the darker the higher.
    case heatmap
    /// An axis a category, a line a model.
    case radar
    /// A value over time, a line a series.
    case lines
  }

  private let kind: Kind

  /// A chart of some kind.
  public init(_ kind: Kind) {
    self.kind = kind
  }

  /// The picture of a report: its first section where it has several.
  ///
  /// - Throws: `ChartError` for a report without rows to draw.
  public func svg(of report: Report) throws -> String {
    guard let section = report.sections.first(where: { !$0.rows.isEmpty }) else {
      throw ChartError.nothing(report.name)
    }
    let rows = section.rows.map { row in
      Dictionary(zip(report.columns.map(\.name), row.cells)) { first, _ in first }
    }
    return switch kind {
    case .intervals: try Self.intervals(rows, section.title)
    case .heatmap: try Self.heatmap(rows, section.title)
    case .radar: try Self.radar(rows, section.title)
    case .lines: try Self.lines(report, rows, section.title)
    }
  }

  // MARK: - Private

  private typealias Row = [String: Cell]

  private static func number(_ cell: Cell?) -> Double? {
    switch cell {
    case .real(let value): value.isFinite ? value : nil
    case .integer(let value): Double(value)
    case .usd(let nano): Double(nano) / 1e9
    case .time(let nanoseconds): Double(nanoseconds)
    default: nil
    }
  }

  private static func text(_ cell: Cell?) -> String {
    if case .text(let text)? = cell { text } else { "" }
  }

  /// The column that a leaderboard is ranked by, with its bounds.
  private static func intervals(_ rows: [Row], _ title: String) throws -> String {
    let columns = [
      ("rating", "rating_low", "rating_high"), ("score", "ci_low", "ci_high"),
      ("win_rate_adjusted", "ci_low", "ci_high"),
    ]
    guard
      let names = columns.first(where: { names in
        rows.contains { number($0[names.0]) != nil }
      })
    else { throw ChartError.nothing("leaderboard") }
    let shown = rows.filter { number($0[names.0]) != nil }
    let values = shown.flatMap { row in
      [names.0, names.1, names.2].compactMap { number(row[$0]) }
    }
    let left = 40 + 7 * Double(shown.map { text($0["model"]).count }.max() ?? 0)
    var svg = SVG(width: left + 460, height: Double(shown.count) * 22 + 90)
    let axis = Axis(values, from: left, length: 420)
    svg.text(title, 16, 22, size: 13)
    let bottom = svg.height - 36
    for tick in axis.ticks {
      svg.line(axis.place(tick), 36, axis.place(tick), bottom, color: "#ddd")
      svg.text(axis.label(tick), axis.place(tick), bottom + 16, .middle, size: 11)
    }
    for (place, row) in shown.enumerated() {
      let y = 48 + Double(place) * 22
      let group = text(row["group"])
      let name = text(row["model"]) + (group.isEmpty ? "" : " \(group)")
      svg.text(name, left - 10, y + 4, .end)
      if let low = number(row[names.1]), let high = number(row[names.2]) {
        svg.line(axis.place(low), y, axis.place(high), y, width: 1.5)
        for bound in [low, high] {
          svg.line(axis.place(bound), y - 4, axis.place(bound), y + 4, width: 1.5)
        }
      }
      if let value = number(row[names.0]) { svg.mark(0, axis.place(value), y) }
    }
    svg.text("\(names.0.replacing("_", with: " ")), 95 % intervals", left, svg.height - 6, size: 11)
    return svg.document
  }

  /// Models in the order of their rows, categories in order of name.
  private static func grid(
    _ rows: [Row]
  ) throws -> (models: [String], categories: [String], values: [String: [String: Double]]) {
    var models: [String] = []
    var values: [String: [String: Double]] = [:]
    for row in rows {
      guard let value = number(row["score"]) else { continue }
      let model = text(row["model"])
      if values[model] == nil { models.append(model) }
      values[model, default: [:]][text(row["category"])] = value
    }
    let categories = Set(values.values.flatMap(\.keys)).sorted()
    guard !categories.isEmpty else { throw ChartError.nothing("categories") }
    let means = values.mapValues { $0.values.sorted().sum / Double($0.count) }
    return (
      models.sorted { (means[$0] ?? 0, $1) > (means[$1] ?? 0, $0) }, categories, values
    )
  }

  private static func heatmap(_ rows: [Row], _ title: String) throws -> String {
    let (models, categories, values) = try grid(rows)
    let left = 30 + 7 * Double(models.map(\.count).max() ?? 0)
    let cell = max(64, 7.5 * Double(categories.map(\.count).max() ?? 0))
    var svg = SVG(
      width: left + cell * Double(categories.count) + 20,
      height: 70 + 24 * Double(models.count))
    svg.text(title, 16, 22, size: 13)
    let all = values.values.flatMap(\.values)
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    for (column, category) in categories.enumerated() {
      svg.text(category, left + (Double(column) + 0.5) * cell, 46, .middle)
    }
    for (place, model) in models.enumerated() {
      let y = 54 + 24 * Double(place)
      svg.text(model, left - 8, y + 16, .end)
      for (column, category) in categories.enumerated() {
        guard let value = values[model]?[category] else { continue }
        let share = high > low ? (value - low) / (high - low) : 0
        let level = Int(255 - 200 * share)
        let hex = String(level, radix: 16)
        svg.rectangle(
          left + Double(column) * cell, y, cell, 24,
          fill: "#" + String(repeating: hex.count == 1 ? "0" + hex : hex, count: 3))
        svg.text(
          DecimalText.fixed(value, digits: 2), left + (Double(column) + 0.5) * cell, y + 16,
          .middle, color: share > 0.6 ? "#fff" : "#000")
      }
    }
    return svg.document
  }

  private static func radar(_ rows: [Row], _ title: String) throws -> String {
    let (models, categories, values) = try grid(rows)
    guard categories.count > 2 else { throw ChartError.fewCategories }
    let shown = models.prefix(8)
    var svg = SVG(width: 680, height: 460)
    svg.text(title, 16, 22, size: 13)
    let centre = (x: 250.0, y: 245.0)
    let axis = Axis([0] + values.values.flatMap(\.values), from: 0, length: 160)
    func point(_ index: Int, _ radius: Double) -> (x: Double, y: Double) {
      let angle = 2 * Double.pi * Double(index) / Double(categories.count) - Double.pi / 2
      return (centre.x + radius * .cos(angle), centre.y + radius * .sin(angle))
    }
    for tick in axis.ticks.dropFirst() {
      let ring = categories.indices.map { point($0, axis.place(tick)) }
      for (a, b) in zip(ring, ring.dropFirst() + ring.prefix(1)) {
        svg.line(a.x, a.y, b.x, b.y, color: "#ddd")
      }
      svg.text(axis.label(tick), centre.x + 4, centre.y - axis.place(tick) - 2, size: 10)
    }
    for (index, category) in categories.enumerated() {
      let end = point(index, axis.place(axis.ticks.last ?? 1))
      svg.line(centre.x, centre.y, end.x, end.y, color: "#bbb")
      let label = point(index, axis.place(axis.ticks.last ?? 1) + 16)
      let anchor: SVG.Anchor =
        (label.x - centre.x).magnitude < 10 ? .middle : label.x > centre.x ? .start : .end
      svg.text(category, label.x, label.y + 4, anchor)
    }
    for (number, model) in shown.enumerated() {
      let points = categories.enumerated().map { index, category in
        point(index, axis.place(values[model]?[category] ?? 0))
      }
      svg.path(points, isClosed: true, dash: SVG.dash(number))
      for place in points { svg.mark(number, place.x, place.y) }
      let y = 60 + 22 * Double(number)
      svg.path([(470, y), (500, y)], dash: SVG.dash(number))
      svg.mark(number, 485, y)
      svg.text(model, 508, y + 4)
    }
    if models.count > shown.count {
      svg.text(
        "and \(models.count - shown.count) more", 508, 60 + 22 * Double(shown.count), size: 11)
    }
    return svg.document
  }

  /// Scores over the time of judging, or costs over days: whichever the report has.
  private static func lines(_ report: Report, _ rows: [Row], _ title: String) throws -> String {
    let isCosts = report.columns.contains { $0.name == "cost_usd" }
    let value = isCosts ? "cost_usd" : "score"
    var series: [(name: String, points: [(label: String, x: Double, y: Double)])] = []
    for section in report.sections {
      let rows = section.rows.map { row in
        Dictionary(zip(report.columns.map(\.name), row.cells)) { first, _ in first }
      }
      let points = rows.enumerated().compactMap {
        place, row -> (label: String, x: Double, y: Double)? in
        guard let y = number(row[value]) else { return nil }
        let name = isCosts ? report.columns.first.map { text(row[$0.name]) } ?? "" : ""
        if !isCosts, let at = number(row["at"]) {
          return (String(Timestamp(nanoseconds: Int64(at)).rfc3339.prefix(10)), at, y)
        }
        return isCosts ? (name, Double(place), y) : nil
      }
      if !points.isEmpty { series.append((section.title, points.sorted { $0.x < $1.x })) }
    }
    guard !series.isEmpty else { throw ChartError.nothing(report.name) }
    return draw(series, isCosts ? "cost in USD" : "score", isCosts ? "costs" : title)
  }

  private static func draw(
    _ series: [(name: String, points: [(label: String, x: Double, y: Double)])], _ unit: String,
    _ title: String
  ) -> String {
    var svg = SVG(width: 720, height: 340 + 20 * Double(series.count))
    svg.text(title, 16, 22, size: 13)
    let points = series.flatMap(\.points)
    let y = Axis(points.map(\.y) + (unit == "score" ? [] : [0]), from: 290, length: -240)
    let (first, last) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 1)
    func x(_ value: Double) -> Double {
      last > first ? 80 + (value - first) / (last - first) * 600 : 380
    }
    for tick in y.ticks {
      svg.line(80, y.place(tick), 680, y.place(tick), color: "#ddd")
      svg.text(y.label(tick), 72, y.place(tick) + 4, .end, size: 11)
    }
    svg.text(unit, 16, 44, size: 11)
    // As many names of moments as fit beside one another.
    let every = max(1, points.count / 7)
    for (place, point) in points.enumerated() where place % every == 0 {
      svg.text(point.label, x(point.x), 308, .middle, size: 10)
    }
    for (number, line) in series.enumerated() {
      svg.path(line.points.map { (x($0.x), y.place($0.y)) }, dash: SVG.dash(number))
      for point in line.points { svg.mark(number, x(point.x), y.place(point.y)) }
      let row = 332 + 20 * Double(number)
      svg.path([(80, row), (110, row)], dash: SVG.dash(number))
      svg.mark(number, 95, row)
      svg.text(line.name.isEmpty ? unit : line.name, 120, row + 4)
    }
    return svg.document
  }
}

/// Why a chart cannot be drawn.
public enum ChartError: Error, Equatable, CustomStringConvertible {
  /// The report has no rows with a value.
  case nothing(String)
  /// A radar needs three axes.
  case fewCategories

  /// One line for a person.
  public var description: String {
    switch self {
    case .nothing(let report):
      "there is nothing to draw: `scorehouse \(report)` has no rows with a value for these options"
    case .fewCategories: "a radar needs three categories or more; --kind heatmap shows fewer"
    }
  }
}
