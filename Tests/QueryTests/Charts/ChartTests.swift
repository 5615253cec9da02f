import Foundation
import FoundationXML
import Query
import Testing

/// Pictures: well-formed, with everything in them that the report has.
@Suite struct ChartTests {
  private static func report(_ columns: [String], _ rows: [[Cell]]) -> Report {
    Report(
      name: "x", columns: columns.map { Report.Column($0) },
      sections: [Report.Section(title: "a <board> & more", rows: rows.map { Report.Row($0) })])
  }

  private static let board = report(
    ["model", "score", "ci_low", "ci_high", "group"],
    [
      [.text("best<1>"), .real(8.5), .real(8), .real(9), .text("a")],
      [.text("next"), .real(7.5), .real(7), .real(8), .text("a")],
      [.text("unscored"), .null, .null, .null, .null],
    ])

  private static let categories = report(
    ["model", "category", "score"],
    ["m", "n"].flatMap { model in
      ["coding", "math", "stem"].enumerated().map {
        [.text(model), .text($1), .real(Double($0 + model.count))]
      }
    })

  private func texts(_ svg: String) throws -> [String] {
    let parser = XMLParser(data: Data(svg.utf8))
    let collector = Collector()
    parser.delegate = collector
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    return collector.texts
  }

  private final class Collector: NSObject, XMLParserDelegate {
    var texts: [String] = []
    private var isText = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      isText = name == "text"
      if isText { texts.append("") }
      // Colours other than greys would be lost in print.
      for value in [attributes["fill"], attributes["stroke"]].compactMap(\.self)
      where value.hasPrefix("#") {
        let digits = Array(value.dropFirst())
        let parts =
          digits.count == 3
          ? digits.map { [$0] } : stride(from: 0, to: 6, by: 2).map { Array(digits[$0..<($0 + 2)]) }
        if Set(parts).count != 1 { Issue.record("\(value) is no grey") }
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if isText, !texts.isEmpty { texts[texts.count - 1] += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) { isText = false }
  }

  @Test func `intervals have a row for each score`() throws {
    let svg = try Chart(.intervals).svg(of: Self.board)
    let texts = try texts(svg)
    #expect(texts.contains("a <board> & more"))
    #expect(texts.contains("best<1> a") && texts.contains("next a"))
    #expect(!texts.joined().contains("unscored"))
    #expect(svg.components(separatedBy: "<circle").count == 3)
  }

  @Test func `a heat map writes its values, a radar names its axes`() throws {
    let heat = try texts(try Chart(.heatmap).svg(of: Self.categories))
    #expect(heat.contains("3.00") && heat.contains("coding") && heat.contains("m"))
    let radar = try texts(try Chart(.radar).svg(of: Self.categories))
    #expect(Set(["coding", "math", "stem", "m", "n"]).isSubset(of: radar))
    let two = Self.report(
      ["model", "category", "score"], [[.text("m"), .text("math"), .real(1)]])
    #expect(throws: ChartError.fewCategories) { try Chart(.radar).svg(of: two) }
  }

  @Test func `lines follow time, or days of costs`() throws {
    let history = Self.report(
      ["at", "score"],
      [
        [.time(nanoseconds: 1_700_000_000_000_000_000), .real(5)],
        [.time(nanoseconds: 1_710_000_000_000_000_000), .real(6)], [.null, .real(7)],
      ])
    #expect(try texts(try Chart(.lines).svg(of: history)).contains("2023-11-14"))
    let costs = Self.report(["day", "cost_usd"], [[.text("2026-01-02"), .usd(nano: 5_000_000)]])
    #expect(try texts(try Chart(.lines).svg(of: costs)).contains("2026-01-02"))
  }

  @Test(arguments: Chart.Kind.allCases)
  func `nothing to draw is said, not drawn`(kind: Chart.Kind) {
    #expect(throws: ChartError.self) { try Chart(kind).svg(of: Fixtures.empty) }
    let nothing = Self.report(
      ["model", "category", "score", "at"], [[.text("m"), .null, .null, .null]])
    #expect(throws: ChartError.self) { try Chart(kind).svg(of: nothing) }
  }

  @Test func `equal values still have an axis`() throws {
    let same = Self.report(
      ["model", "score", "ci_low", "ci_high"], [[.text("m"), .real(0), .real(0), .real(0)]])
    #expect(try !Chart(.intervals).svg(of: same).contains("nan"))
  }
}
