import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// Tables of prices, good and bad.
@Suite(.temporaryFolder) struct PriceFileTests {
  private static let day: Int64 = 1_700_000_000_000_000_000

  private static func litellm(_ json: String) throws -> PriceFile {
    let folder = try TemporaryFolder.current
    let file = try folder.write(Array(json.utf8), to: "table.json")
    return try PriceFile.read(file, validFrom: day)
  }

  private static func csv(_ text: String, validFrom: Int64? = day) throws -> PriceFile {
    let folder = try TemporaryFolder.current
    let file = try folder.write(Array(text.utf8), to: "prices.csv")
    return try PriceFile.read(file, validFrom: validFrom)
  }

  private static func told(_ text: String) -> String {
    do {
      return "\(try csv(text).rows.count) rows"
    } catch {
      return "\(error)".split(separator: "prices.csv: ").last.map(String.init) ?? ""
    }
  }

  @Test func `every field of LiteLLM's that has a place is taken, by class, mark and tier`() throws
  {
    let file = try Self.litellm(
      #"""
      {"sample_spec": {"litellm_provider": "one of", "input_cost_per_token": 0.0},
       "azure/m": {"litellm_provider": "azure", "mode": "chat", "deprecation_date": "2026-10-23",
        "input_cost_per_token": 2.5e-06, "output_cost_per_token": 1e-05,
        "cache_read_input_token_cost": 1.25E-6, "cache_creation_input_token_cost": 3.125e-06,
        "cache_creation_input_token_cost_above_1hr": 5e-06,
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 1e-05,
        "output_cost_per_reasoning_token": 2e-05, "input_cost_per_request": 0.005,
        "input_cost_per_token_above_200k_tokens": 5e-06, "input_cost_per_token_batches": 1.25e-06,
        "input_cost_per_token_above_200k_tokens_priority": 1e-05,
        "output_cost_per_token_flex": 5e-06, "input_cost_per_token_ultrafast": 1,
        "input_cost_per_image": 3, "max_tokens": 7}}
      """#)
    #expect(file.imported.map(\.name) == ["azure/m"])
    #expect(file.imported[0].reason == "input_cost_per_token_ultrafast, input_cost_per_image")
    #expect(file.leftOut.isEmpty)
    let found = file.rows.map {
      "\($0.provider) \($0.model) \($0.tokenClass.rawValue) \($0.tier.rawValue) \($0.aboveTokens) \($0.nanoUSDPerMillion)"
    }
    #expect(
      found.sorted() == [
        "azure m cache_write_1h standard 0 5000000000",
        "azure m cache_write_1h standard 200000 10000000000",
        "azure m cache_write_5m standard 0 3125000000",
        "azure m cached_input standard 0 1250000000", "azure m input batch 0 1250000000",
        "azure m input priority 200000 10000000000", "azure m input standard 0 2500000000",
        "azure m input standard 200000 5000000000", "azure m output flex 0 5000000000",
        "azure m output standard 0 10000000000", "azure m reasoning standard 0 20000000000",
        "azure m request standard 0 5000000000000",
      ])
    #expect(file.rows.allSatisfy { $0.retiresAt == PriceCheck.day("2026-10-23") })
  }

  @Test func `a model with a bad price is left out as a whole, with the reason`() throws {
    let file = try Self.litellm(
      #"""
      {"ok": {"litellm_provider": "p", "input_cost_per_token": 0},
       "negative": {"litellm_provider": "p", "input_cost_per_token": 1e-6, "output_cost_per_token": -1e-6},
       "text": {"litellm_provider": "p", "input_cost_per_token": "1e-6"},
       "absurd": {"litellm_provider": "p", "input_cost_per_token": 0.0032},
       "image": {"litellm_provider": "p", "output_cost_per_image": 1},
       "none": {"litellm_provider": "p"}, "nobody": {"input_cost_per_token": 1},
       "date": {"litellm_provider": "p", "input_cost_per_token": 0, "deprecation_date": "soon"},
       "tiers": {"litellm_provider": "p", "tiered_pricing": [
         {"range": [0, 10], "input_cost_per_token": 1e-6}, {"range": [5, 20], "input_cost_per_token": 2e-6}]},
       "p/twice": {"litellm_provider": "p", "input_cost_per_token": 1e-6},
       "twice": {"litellm_provider": "p", "input_cost_per_token": 2e-6},
       "p/same": {"litellm_provider": "p", "input_cost_per_token": 1e-6},
       "same": {"litellm_provider": "p", "input_cost_per_token": 1e-6}}
      """#)
    #expect(file.imported.map(\.name) == ["ok", "p/same", "same"])
    #expect(file.rows.map(\.model) == ["ok", "same"])
    let reasons = Dictionary(uniqueKeysWithValues: file.leftOut.map { ($0.name, $0.reason) })
    #expect(
      reasons == [
        "negative": "output_cost_per_token: -1e-6 is negative",
        "text": "input_cost_per_token is \"1e-6\", not a number",
        "absurd":
          "input_cost_per_token: 0.0032 is more than $1000.00 per million, which no provider asks",
        "image": "has no price for a token or a call, only output_cost_per_image",
        "none": "has no price", "nobody": "names no provider",
        "date": "deprecation_date is \"soon\", not a day",
        "tiers": "tiered_pricing: overlapping tiers, or a gap, at a list",
        "p/twice": "two prices for one instant: twice is the same model",
        "twice": "two prices for one instant: p/twice is the same model",
      ])
  }

  @Test func `steps by the size of the prompt become marks`() throws {
    let file = try Self.litellm(
      #"""
      {"m": {"litellm_provider": "p", "tiered_pricing": [
        {"range": [0, 256000.0], "input_cost_per_token": 5e-08},
        {"range": [256000.0, 1000000.0], "input_cost_per_token": 2.5e-07}]}}
      """#)
    #expect(file.rows.map(\.aboveTokens) == [0, 256_000])
    #expect(file.rows.map(\.nanoUSDPerMillion) == [50_000_000, 250_000_000])
  }

  @Test func `a CSV file is taken as a whole or not at all`() throws {
    let head = "model,token_class,usd_per_million,tier,above_tokens,valid_from,currency\n"
    #expect(Self.told(head + "m,input,2.5e-1,,,,USD\nm,output,1,batch,5,2026-01-31,\n") == "2 rows")
    #expect(
      try Self.csv(head + "m,input,2.5e-1,,,2026-01-31,USD\n").rows.map(\.nanoUSDPerMillion)
        == [250_000_000])
    let bad: [(String, String)] = [
      ("m,input,-1,,,,", "line 3: -1 is negative"), ("m,input,nan,,,,", "line 3: nan is no amount"),
      ("m,input,inf,,,,", "line 3: inf is no amount"),
      ("m,input,1e9,,,,", "line 3: 1e9 is more than $1000.00 per million, which no provider asks"),
      ("m,input,1,5,,,", "line 3: tier is \"5\", not one of standard, batch, flex, priority"),
      ("m,input,1,,-1,,", "line 3: above_tokens is no whole number from 0 on"),
      ("m,input,1,,,,EUR", "line 3: the currency is EUR; amounts are in USD"),
      (
        "m,input,1,,,31.1.2026,",
        "line 3: valid_from is \"31.1.2026\", not a day such as 2026-01-31"
      ),
      ("m,output,2,,,,", "line 3: two prices for one instant: line 2 has another"),
      ("m,input", "line 3: has 2 fields, the header 7"),
      ("m,input,1 USD,,,,", "line 3: 1 USD is no amount in US dollars, such as 2.50 or 2.5e-6"),
    ]
    for (line, reason) in bad {
      let text = head + "m,output,1,,,,\n" + line + "\n"
      #expect(Self.told(text) == reason + "; nothing was imported")
    }
    #expect(Self.told("model,price\nm,1\n").contains("lacks token_class, usd_per_million"))
    #expect(Self.told(head.dropLast() + ",colour\n").contains("unknown columns: colour"))
    #expect(throws: PriceFileError.self) {
      try Self.csv(head + "m,input,1,,,,\n", validFrom: nil)
    }
  }

  @Test func `a table without a date is not guessed one`() throws {
    let folder = try TemporaryFolder.current
    let file = try folder.write(
      Array(#"{"m": {"litellm_provider": "p", "input_cost_per_token": 0}}"#.utf8), to: "t.json")
    #expect(throws: PriceFileError.noDate(file: file)) {
      try PriceFile.read(file, validFrom: nil)
    }
    #expect(throws: PriceFileError.self) {
      try Self.litellm(#"{"a": {"b": 1}}"#)
    }
  }
}

/// LiteLLM's own tables.
@Suite(.eachBackend, .enabled(if: RealFiles.areThere, "needs SCOREHOUSE_TEST_DATA"))
struct RealPriceTests {
  @Test(arguments: [
    ("litellm-1.60.9", 781, "2025-02-10"), ("litellm-1.109.1", 4_553, "2026-09-20"),
  ])
  func `every model is accounted for, and prices are as expected`(
    name: String, entries: Int, day: String
  ) async throws {
    let path = RealFiles.path("prices/\(name).json")
    let instant = try #require(PriceCheck.day(day))
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let file = try PriceFile.read(path, validFrom: instant)
    let addition = try await store.add(prices: file.rows)
    let notModels = name == "litellm-1.60.9" ? 1 : 2
    #expect(file.imported.count + file.leftOut.count == entries - notModels)
    #expect(file.leftOut.allSatisfy { $0.reason != nil })
    #expect(addition.added == file.rows.count)
    #expect(try await store.add(prices: file.rows).added == 0)
    let rows = try await store.prices().inForce(at: instant)
    for expected in try RealFiles.table("prices") where expected["file"] == "prices/\(name).json" {
      let model = expected["model"] ?? ""
      for (column, tokenClass) in [
        ("input_cost_per_token", PriceRow.TokenClass.input), ("output_cost_per_token", .output),
      ] {
        let found = rows.filter {
          ["openai", "anthropic"].contains($0.provider) && $0.model == model
            && $0.tokenClass == tokenClass && $0.tier == .standard
        }
        let amount = NanoUSD(dollars: expected[column] ?? "", timesTenTo: 6)?.amount
        #expect(found.map(\.nanoUSDPerMillion) == (amount.map { [$0] } ?? []), "\(model) \(column)")
      }
    }
  }
}
