import Query
import Testing

/// Columns, order and digits of a finished report.
@Suite struct ReportShapeTests {
  private static let report = Report(
    name: "x",
    parameters: [.init("models", .list([.text("c"), .text("a"), .text("b")]))],
    columns: [
      .init("rank", alignment: .trailing), .init("model"),
      .init("score", unit: "points", alignment: .trailing, digits: 2),
      .init("rate", unit: Report.Column.rate, alignment: .trailing),
      .init("ci_low", alignment: .trailing, visibility: .machineOnly),
    ],
    sections: [
      .init(
        title: "one",
        rows: [
          row(1, "a", .real(3.14159), .real(0.5)), row(2, "b", .null, .real(0.25)),
          row(3, "c", .integer(2), .null), row(4, "d", .real(2), .real(0.125)),
        ]),
      .init(title: "two", rows: [row(1, "b", .real(1), .null), row(2, "a", .real(0), .null)]),
    ],
    notes: ["n"])

  private static func row(_ rank: Int, _ model: String, _ score: Cell, _ rate: Cell) -> Report.Row {
    Report.Row([Cell(rank), .text(model), score, rate, .null], emphasis: .muted)
  }

  private static func models(_ order: [String]) throws -> [Cell] {
    var shape = ReportShape()
    shape.order = order.map { ReportShape.Key($0) }
    return try shape.applied(to: report).column("model")
  }

  @Test func `no shape changes nothing`() throws {
    #expect(try ReportShape().applied(to: Self.report) == Self.report)
  }

  @Test func `columns are chosen, ordered, and seen even where they are empty`() throws {
    var shape = ReportShape()
    shape.columns = ["ci_low", "model"]
    let report = try shape.applied(to: Self.report)
    #expect(report.columns.map(\.name) == ["ci_low", "model"])
    #expect(report.sections[1].rows[0].cells == [.null, .text("b")])
    #expect(report.sections.allSatisfy { $0.rows.allSatisfy { $0.emphasis == .muted } })
    let text = TextRenderer(style: TextStyle(width: 12)).text(of: report)
    #expect(text.contains("ci low  model\n"))
    #expect(MarkdownRenderer().text(of: report).contains("ci low"))
  }

  @Test func `a column that is not there is refused with the nearest`() {
    for change in [
      { (shape: inout ReportShape) in shape.columns = ["scor"] },
      { (shape: inout ReportShape) in shape.order = [ReportShape.Key("-scor")] },
    ] {
      var shape = ReportShape()
      change(&shape)
      #expect(throws: NameError.unknown(kind: "column", name: "scor", nearest: "score")) {
        try shape.applied(to: Self.report)
      }
    }
  }

  @Test(arguments: [
    (["score"], ["c", "d", "a", "b", "a", "b"]), (["-score"], ["a", "c", "d", "b", "b", "a"]),
    (["score:desc"], ["a", "c", "d", "b", "b", "a"]),
    (["score:asc"], ["c", "d", "a", "b", "a", "b"]),
    (["rate"], ["d", "b", "a", "c", "b", "a"]),
    (["score", "-model"], ["d", "c", "a", "b", "a", "b"]),
    (["given"], ["c", "a", "b", "d", "a", "b"]), (["-model"], ["d", "c", "b", "a", "b", "a"]),
  ])
  func `rows are sorted within their section, the missing last`(
    order: [String], models: [String]
  )
    throws
  {
    #expect(try Self.models(order) == models.map(Cell.text))
  }

  @Test func `a rank goes with its row`() throws {
    var shape = ReportShape()
    shape.order = [ReportShape.Key("-model")]
    shape.columns = ["rank"]
    let ranks = try shape.applied(to: Self.report).column("rank")
    #expect(ranks == [4, 3, 2, 1, 1, 2].map { .integer($0) })
  }

  @Test func `the given order needs something given`() {
    var shape = ReportShape()
    shape.order = [.given]
    let report = Report(name: "x", columns: [.init("model")], sections: [])
    #expect(throws: ReportShapeError.nothingGiven) { try shape.applied(to: report) }
  }

  @Test func `digits round what people read and nothing else`() throws {
    var shape = ReportShape()
    shape.digits = 4
    let report = try shape.applied(to: Self.report)
    let text = TextRenderer(style: TextStyle()).text(of: report)
    #expect(text.contains("3.1416"))
    #expect(text.contains("12.5000%"))
    #expect(JSONRenderer().text(of: report) == JSONRenderer().text(of: Self.report))
    #expect(CSVRenderer().text(of: report) == CSVRenderer().text(of: Self.report))
  }

  @Test func `single things with chosen columns become rows`() throws {
    let record = Report(
      name: "show", columns: [.init("field"), .init("value"), .init("of")],
      sections: [.init(title: "t", rows: [.init([.text("f"), .text("v"), .text("o")])])],
      layout: .record)
    var shape = ReportShape()
    shape.columns = ["value"]
    let report = try shape.applied(to: record)
    #expect(report.layout == .table)
    #expect(TextRenderer(style: TextStyle()).text(of: report).contains("value\n"))
  }
}
