/// A picture under construction: shapes in black and greys, texts escaped.
struct SVG {
  private var body = ""
  let width: Double
  let height: Double

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Where a text stands relative to its point.
  enum Anchor: String {
    case start, middle, end
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, width: Double = 1,
    color: String = "#000", dash: String? = nil
  ) {
    body +=
      "<line x1=\"\(Self.text(x1))\" y1=\"\(Self.text(y1))\" x2=\"\(Self.text(x2))\" "
      + "y2=\"\(Self.text(y2))\" stroke=\"\(color)\" stroke-width=\"\(Self.text(width))\""
      + "\(Self.dash(dash))/>\n"
  }

  mutating func path(_ points: [(x: Double, y: Double)], isClosed: Bool = false, dash: String?) {
    let list = points.map { "\(Self.text($0.x)),\(Self.text($0.y))" }.joined(separator: " ")
    body +=
      "<\(isClosed ? "polygon" : "polyline") points=\"\(list)\" fill=\"none\" stroke=\"#000\" "
      + "stroke-width=\"1.5\"\(Self.dash(dash))/>\n"
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String
  ) {
    body +=
      "<rect x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" width=\"\(Self.text(width))\" "
      + "height=\"\(Self.text(height))\" fill=\"\(fill)\" stroke=\"#fff\"/>\n"
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, size: Double = 12,
    color: String = "#000"
  ) {
    body +=
      "<text x=\"\(Self.text(x))\" y=\"\(Self.text(y))\" text-anchor=\"\(anchor.rawValue)\" "
      + "font-size=\"\(Self.text(size))\" fill=\"\(color)\">\(HTMLText.escaped(text))</text>\n"
  }

  /// One of several marks that can be told apart without colours.
  mutating func mark(_ number: Int, _ x: Double, _ y: Double) {
    let shapes = ["circle", "square", "triangle", "diamond", "cross"]
    let fill = number / shapes.count % 2 == 0 ? "#000" : "#fff"
    let r = 4.0
    func polygon(_ points: [(Double, Double)]) {
      let list = points.map { "\(Self.text(x + $0.0 * r)),\(Self.text(y + $0.1 * r))" }
      body +=
        "<polygon points=\"\(list.joined(separator: " "))\" fill=\"\(fill)\" stroke=\"#000\"/>\n"
    }
    switch shapes[number % shapes.count] {
    case "circle":
      body +=
        "<circle cx=\"\(Self.text(x))\" cy=\"\(Self.text(y))\" r=\"\(Self.text(r))\" "
        + "fill=\"\(fill)\" stroke=\"#000\"/>\n"
    case "square": polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case "triangle": polygon([(0, -1.1), (1.1, 0.9), (-1.1, 0.9)])
    case "diamond": polygon([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)])
    default:
      line(x - r, y - r, x + r, y + r, width: 1.5)
      line(x - r, y + r, x + r, y - r, width: 1.5)
    }
  }

  /// Dashes that can be told apart, the first none.
  static func dash(_ number: Int) -> String? {
    [nil, "6 3", "2 3", "8 3 2 3", "12 4"][number % 5]
  }

  /// The whole file.
  var document: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Self.text(width)) "
      + "\(Self.text(height))\" width=\"\(Self.text(width))\" height=\"\(Self.text(height))\" "
      + "font-family=\"Helvetica, Arial, sans-serif\">\n"
      + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\(body)</svg>\n"
  }

  // MARK: - Private

  private static func text(_ value: Double) -> String {
    var text = DecimalText.fixed(value, digits: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func dash(_ dash: String?) -> String {
    dash.map { " stroke-dasharray=\"\($0)\"" } ?? ""
  }
}
