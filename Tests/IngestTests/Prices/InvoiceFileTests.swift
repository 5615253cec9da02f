import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// Invoices as providers give them, and what is wrong with others.
@Suite(.temporaryFolder) struct InvoiceFileTests {
  private static func read(
    _ text: String, _ name: String, mapping: InvoiceMapping? = nil
  ) throws -> Invoice {
    try InvoiceFile.read(
      [try TemporaryFolder.current.write(Array(text.utf8), to: name)], mapping: mapping)
  }

  private static func told(_ text: String, _ name: String, mapping: InvoiceMapping? = nil) -> String
  {
    do {
      return "\(try read(text, name, mapping: mapping).lines.count) lines"
    } catch {
      return "\(error)".split(separator: "\(name): ").last.map(String.init) ?? ""
    }
  }

  /// The columns are those of the dashboard's export.
  ///
  /// Source: the header of an exported file as a converter of such files tests it,
  /// `openai_dashboard_cost_to_aiecon.py`; and the reference of the costs API.
  private static let dashboard = """
    start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,\
    quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,\
    organization_name,user_email,api_source
    1790467200,1790553600,2026-09-27T00:00:00+00:00,2026-09-28T00:00:00+00:00,,,,,,,,,,,,,
    1790553600,1790640000,2026-09-28T00:00:00,2026-09-29T00:00:00,\
    0.003835980000000000000000000000,usd,1000,tokens,"gpt-5-nano, input_tokens",,key_1,proj_a,org,Proj A,Org,a@b.c,

    """

  @Test func `the dashboard's file gives days, items and exact amounts`() throws {
    let invoice = try Self.read(Self.dashboard, "cost.csv")
    #expect(invoice.days == ["openai": [20_723, 20_724]])
    #expect(
      invoice.lines == [
        InvoiceLine(
          day: 20_724, provider: "openai", projects: ["proj_a", "Proj A"], model: "gpt-5-nano",
          item: "gpt-5-nano, input_tokens", nanoUSD: 3_835_980, roundingNanoUSD: 0)
      ])
    #expect(invoice.lines[0].dayText == "2026-09-28")
  }

  private static func page(
    _ results: String, start: Int = 1_790_553_600, more: Bool = false
  ) -> String {
    """
    {"object": "page", "data": [{"object": "bucket", "start_time": \(start),
     "end_time": \(start + 86_400), "results": [\(results)]}], "has_more": \(more), "next_page": null}
    """
  }

  @Test func `pages of the costs API are taken together`() throws {
    let result = """
      {"object": "organization.costs.result", "amount": {"value": 0.06, "currency": "usd"},
       "line_item": "gpt-4o-2024-08-06, cached input", "project_id": "p"}
      """
    let folder = try TemporaryFolder.current
    let one = try folder.write(Array(Self.page(result, more: true).utf8), to: "1.json")
    let two = try folder.write(
      Array("[\(Self.page(result, start: 1_790_640_000))]".utf8), to: "2.json")
    let invoice = try InvoiceFile.read([one, two])
    #expect(invoice.lines.map(\.nanoUSD) == [60_000_000, 60_000_000])
    #expect(invoice.lines.map(\.model) == ["gpt-4o-2024-08-06", "gpt-4o-2024-08-06"])
    #expect(invoice.days["openai"]?.count == 2)
    #expect(invoice.notes.count == 1)
    #expect(throws: InvoiceError.self) { try InvoiceFile.read([one, one]) }
  }

  private static func report(
    _ results: String, from start: String = "2026-09-28T00:00:00Z",
    to end: String = "2026-09-29T00:00:00Z"
  ) -> String {
    """
    {"data": [{"starting_at": "\(start)", "ending_at": "\(end)", "results": [\(results)]}],
     "has_more": false, "next_page": null}
    """
  }

  /// The fields are those of the reference; amounts are cents.
  @Test func `Anthropic's cost report gives days, models and workspaces`() throws {
    let results = """
      {"amount": "123.78912", "currency": "USD", "cost_type": "tokens", "context_window": "0-200k",
       "description": "Claude Sonnet 4 Usage - Input Tokens", "model": "claude-sonnet-4-20250514",
       "service_tier": "standard", "token_type": "uncached_input_tokens", "workspace_id": "wrkspc_1"},
      {"amount": "50", "currency": "USD", "cost_type": "web_search", "context_window": null,
       "description": "Web Search Usage", "model": null, "service_tier": null, "token_type": null,
       "workspace_id": null}
      """
    let invoice = try Self.read(Self.report(results), "report.json")
    #expect(
      invoice.lines == [
        InvoiceLine(
          day: 20_724, provider: "anthropic", projects: ["wrkspc_1"],
          model: "claude-sonnet-4-20250514", item: "Claude Sonnet 4 Usage - Input Tokens",
          nanoUSD: 1_237_891_200, roundingNanoUSD: 50),
        InvoiceLine(
          day: 20_724, provider: "anthropic", projects: [], model: "Web Search Usage",
          item: "Web Search Usage", nanoUSD: 500_000_000, roundingNanoUSD: 5_000_000),
      ])
    let empty = try Self.read(Self.report(""), "empty.json")
    #expect(empty.lines.isEmpty)
    #expect(empty.days == ["anthropic": [20_724]])
  }

  @Test func `what is wrong in a cost report is one line`() throws {
    let amount = #"{"amount": "1", "currency": "USD"}"#
    let expected = [
      (Self.report(#"{"amount": 1.5, "currency": "USD"}"#), "without an amount in cents"),
      (Self.report(#"{"amount": "1", "currency": "EUR"}"#), "the currency is EUR"),
      (Self.report(#"{"amount": "1"}"#), "the currency is none"),
      (Self.report(#"{"amount": "x", "currency": "USD"}"#), "is no number of US dollars"),
      (Self.report(amount, from: "2026-09-28T02:00:00+02:00"), "1 lines"),
      (Self.report(amount, from: "2026-09-28T02:00:00Z"), "is no beginning of a day in UTC"),
      (Self.report(amount, to: "2026-09-28T01:00:00Z"), "is no whole day"),
      (Self.report(amount, to: "soon"), "has no ending_at as an RFC 3339 time"),
      (#"{"data": [{"starting_at": 1}], "has_more": false}"#, "has no starting_at"),
      (#"{"data": {}, "has_more": false}"#, "has no page with data"),
      (#"{"object": "list", "data": [], "has_more": false}"#, "has no page with data"),
    ]
    for (text, reason) in expected {
      let told = Self.told(text, "report.json")
      #expect(told.contains(reason), "\(told)")
    }
  }

  @Test func `any table is read by a mapping, in dollars or cents`() throws {
    var mapping = InvoiceMapping(date: "Day", amount: "Cents")
    mapping.isInCents = true
    mapping.model = "Model"
    mapping.project = "Team"
    mapping.provider = "gateway"
    let invoice = try Self.read(
      "Day,Cents,Model,Team\n2026-01-31,12.5,m,t\n2026-01-31T23:59:59Z,-1,m,t\n", "x.csv",
      mapping: mapping)
    #expect(invoice.lines.map(\.nanoUSD) == [125_000_000, -10_000_000])
    #expect(invoice.lines.map(\.roundingNanoUSD) == [500_000, 5_000_000])
    #expect(Set(invoice.lines.map(\.dayText)) == ["2026-01-31"])
    #expect(invoice.lines[0].projects == ["t"])
  }

  @Test func `what cannot be compared is told in one line`() {
    var mapping = InvoiceMapping(date: "d", amount: "a")
    mapping.currency = "c"
    let bad: [(String, String)] = [
      ("2026-01-31,1,EUR", "the currency is EUR; only invoices in USD are compared"),
      ("2026-01-31,nan,usd", "the amount \"nan\" is no number of US dollars"),
      ("2026-01-31,99999999999999,usd", "the amount \"99999999999999\" is no number of US dollars"),
      (
        "2026-01-31T00:00:00+02:00,1,usd",
        "2026-01-31T00:00:00+02:00 is of another time zone; an invoice by days of another one cannot be compared"
      ),
      ("31.1.2026,1,usd", "\"31.1.2026\" is no day, no RFC 3339 time and no Unix seconds"),
      (
        "1790557200,1,usd",
        "1790557200 is no beginning of a day in UTC; an invoice by days of another time zone cannot be compared"
      ), ("2026-01-31,,usd", "has no amount in column a"),
      ("2026-01-31,1", "has 2 fields, the header 3"),
    ]
    for (line, reason) in bad {
      #expect(Self.told("d,a,c\n\(line)\n", "x.csv", mapping: mapping) == "line 2: \(reason)")
    }
    #expect(Self.told("d,a\n", "x.csv").contains("its first line lacks start_time, end_time"))
    #expect(Self.told("{\"object\": \"list\"}", "x.json").contains("is no invoice that is known"))
    let euro = #"{"amount": {"value": 1, "currency": "eur"}}"#
    #expect(Self.told(Self.page(euro), "x.json").contains("page 1, bucket 1: the currency is eur"))
    #expect(Self.told(Self.page("", start: 1_790_553_601), "x.json").contains("in UTC"))
  }
}
