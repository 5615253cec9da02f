import Storage
import TestSupport
import Testing

@testable import Warehouse

/// The columns of the views are a promise to people with SQL tools of their own.
@Suite(.eachBackend)
struct ViewTests {
  static let columns = [
    "v_answers": """
    benchmark question_id model role sample turn outcome answer temperature max_tokens top_p \
    answer_id model_label answered_at recorded_at record
    """,
    "v_judgments": """
    benchmark question_id judge judge_version protocol mode prompt_name model opponent game sample \
    turn repeat_no outcome score winner judgment is_on_board judged_at recorded_at record \
    is_excluded is_corrected
    """,
    "v_leaderboard": """
    benchmark judge protocol mode board edition model score n failed turn_1 turn_2 win loss tie \
    win_rate answer_set answer_sets first_judged_at last_judged_at
    """,
    "v_categories": "benchmark judge protocol mode board model category score n",
    "v_calls": """
    experiment run person role requested_model resolved_model provider host project outcome \
    http_status error_class finish_reason prompt_tokens cached_tokens completion_tokens \
    reasoning_tokens cost_usd reported_usd sent_at finished_at recorded_at
    """,
    "v_costs": """
    experiment role model provider calls prompt_tokens cached_tokens completion_tokens \
    reasoning_tokens cost_usd reported_usd calls_of_unknown_cost
    """,
  ]

  @Test(arguments: columns.keys.sorted())
  func `a view has the columns that were promised, in order`(view: String) async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let names = try await store.database.read { connection in
      try connection.prepare("SELECT * FROM \(view)").columnNames
    }
    #expect(names == Self.columns[view]?.split(separator: " ").map(String.init))
  }

  /// What a tool for PostgreSQL expects of times, money and flags.
  @Test(.enabled(if: Backend.available.contains(.postgres)))
  func `views have the engine's own types`() async throws {
    let store = try await Store.open(StoreURL(Backend.postgres.freshURL()), access: .create)
    let types = try await store.database.read { connection in
      try connection.all(
        """
        SELECT DISTINCT a.attname || ' ' || a.atttypid::regtype FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = current_schema::regnamespace AND c.relkind = 'v'
          AND (a.attname LIKE '%\\_at' OR a.attname LIKE '%\\_usd'
            OR a.attname LIKE 'is\\_%')
        """
      ) { try $0.text(0) }
    }
    for type in types {
      let name = type.prefix { $0 != " " }
      let expected =
        name.hasSuffix("_at")
        ? "timestamp with time zone" : name.hasSuffix("_usd") ? "numeric" : "boolean"
      #expect(type == "\(name) \(expected)")
    }
    #expect(types.count > 8)
  }

  @Test(arguments: [
    (1_711_370_016_703_617_801, "2024-03-25T12:33:36.703617Z"), (0, "1970-01-01T00:00:00Z"),
    (-1, "1969-12-31T23:59:59.999999Z"), (999_999_999, "1970-01-01T00:00:00.999999Z"),
  ])
  func `times of a server are exact to the microsecond`(
    nanoseconds: Int, text: String
  ) async throws {
    guard Backend.current == .postgres else { return }
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    let found = try await store.database.read { connection in
      let sql = connection.dialect.expand("SELECT {TIME \(nanoseconds)}, {USD 12345678901234567}")
      return try connection.first(sql) { [try $0.text(0), try $0.text(1)] }
    }
    #expect(found == [text, "12345678.901234567"])
  }
}
