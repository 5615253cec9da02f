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
}
