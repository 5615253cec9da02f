import Foundation
import Query
import TestSupport
import Testing
import Warehouse

@testable import Evaluate

/// A run against LiteLLM's proxy, which states what each call cost by its own table.
@Suite(
  .eachBackend, .ownThreads,
  .enabled("litellm is missing; scripts/call-tools --litellm brings it") {
    CallTools.path(of: "litellm") != nil
  })
struct ProxyCostTests {
  private static let configuration = """
    model_list:
      - model_name: gpt-4o-mini
        litellm_params: {model: openai/gpt-4o-mini, api_key: none, mock_response: "an answer"}
      - model_name: own
        litellm_params: {model: openai/own, api_key: none, mock_response: "[[5]]", input_cost_per_token: 0.0000033333, output_cost_per_token: 0.0000100001}
    litellm_settings: {telemetry: false, num_retries: 0}
    router_settings: {num_retries: 0, disable_cooldowns: true}
    general_settings: {master_key: sk-scorehouse-test-67890}
    """

  /// Dollars a million tokens, in and out.
  private static let prices = [
    ("gpt-4o-mini", 150_000_000 as Int64, 600_000_000 as Int64),
    ("own", 3_333_300_000, 10_000_100_000),
  ]

  @Test func `what is computed is what the proxy states, call by call`() async throws {
    let (server, port) = try CallTools.liteLLM(Self.configuration)
    defer { withExtendedLifetime(server) {} }
    unsafe setenv("SCOREHOUSE_TEST_KEY_P", "sk-scorehouse-test-67890", 1)
    let store = try await EvaluationStore.make(questions: 3)
    _ = try await store.store.add(
      prices: Self.prices.flatMap { model, input, output in
        [(PriceRow.TokenClass.input, input), (.output, output)].map { tokenClass, amount in
          PriceRow(
            provider: "local", model: model, tokenClass, nanoUSDPerMillion: amount, validFrom: 0,
            source: "the proxy's configuration")
        }
      })
    var settings = EvaluationStore.generation("http://127.0.0.1:\(port)/v1")
    settings.generations[0].call.requestModel = "gpt-4o-mini"
    var judging = EvaluationStore.judging("http://127.0.0.1:\(port)/v1")
    judging.judgings[0].call.requestModel = "own"
    settings.generations[0].call.keyVariable = "SCOREHOUSE_TEST_KEY_P"
    judging.judgings[0].call.keyVariable = "SCOREHOUSE_TEST_KEY_P"
    settings.judgings = judging.judgings
    settings.experiment = "proxied"
    _ = try await store.run(settings)
    let calls = try await store.texts(
      """
      SELECT a.requested_model || ' ' || coalesce(k.nano_usd, -1) || ' '
        || coalesce(c.reported_nano_usd, -2)
      FROM calls c JOIN call_attempts a ON a.id = c.attempt_id
      JOIN call_costs k ON k.call_id = c.id
      """)
    #expect(calls.count == 12)
    // The proxy counts 10 tokens in and 20 out for each.
    #expect(Set(calls) == ["gpt-4o-mini 13500 13500", "own 233335 233335"])
    let report = try await CostsReport(CostQuery()).run(on: store.store)
    let row = Dictionary(
      uniqueKeysWithValues: zip(report.columns.map(\.name), report.sections[0].rows[0].cells))
    #expect(row["cost_usd"] == .usd(nano: 6 * 13_500 + 6 * 233_335))
    #expect(row["cost_usd"] == row["reported_usd"])
  }
}
