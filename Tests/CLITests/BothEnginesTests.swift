import Foundation
import TestSupport
import Testing

/// The same rows give the same reports, byte by byte, on a file and on a server.
@Suite(.temporaryFolder, .enabled(if: Backend.available.contains(.postgres)))
struct BothEnginesTests {
  private static let reports: [[String]] =
    [
      "models", "judges", "benchmarks", "protocols", "templates", "boards", "experiments", "runs",
      "sources", "rejects", "statements", "prices", "budgets",
    ].map { ["list", $0] } + [
      ["leaderboard"], ["leaderboard", "--mode", "single"], ["leaderboard", "--mode", "pairwise"],
      ["leaderboard", "--partial"], ["leaderboard", "--common"], ["leaderboard", "--turn", "2"],
      ["leaderboard", "--compat", "fastchat"], ["leaderboard", "--category", "math"],
      ["leaderboard", "--since", "2024-01-01"], ["leaderboard", "--as-of", "2030-01-01"],
      ["leaderboard", "--as-of", "2020-01-01"], ["leaderboard", "--experiment", "old"],
      ["categories"], ["compare", "phi-3-dpo", "mistral-orpo"], ["history", "phi-3-dpo"],
      ["compare", "phi-3-dpo", "mistral-orpo", "--questions"], ["log", "phi-3-dpo"],
      ["diff", "phi-3-dpo", "mistral-orpo", "--limit", "20"], ["doctor"],
      ["show", "question", "pocket_bench:5"], ["show", "model", "phi-3-dpo"],
      ["show", "judgment", "smollm2-135m-instruct-t0:5.2", "--benchmark", "pocket_bench"],
      ["show", "answer", "smollm2-135m-instruct-t0:5.1", "--benchmark", "pocket_bench"],
      ["show", "judge", "scorehouse-authors"], ["show", "source", "pocket_bench/question.jsonl"],
      [
        "sql",
        """
        SELECT benchmark, judge, protocol, mode, board, edition, model, score, n, failed, turn_1,
          turn_2, win, loss, tie, win_rate, answer_set, answer_sets
        FROM v_leaderboard ORDER BY board, model
        """,
      ],
      ["sql", "SELECT * FROM v_categories ORDER BY board, model, category"],
      [
        "sql",
        """
        SELECT benchmark, question_id, judge, protocol, prompt_name, model, opponent, game, turn,
          outcome, score, winner, judgment, is_on_board, record, is_excluded, is_corrected
        FROM v_judgments ORDER BY record, game
        """,
      ],
      ["sql", "SELECT benchmark, question_id, model, answer, record FROM v_answers ORDER BY 5, 4"],
      ["verify", "--columns", "check,state,rows,problems,digest"],
    ]

  @Test func `every report is the same on both engines`() throws {
    let file = try TemporaryFolder.current.file("store.db")
    let server = try Backend.postgres.freshURL()
    try done(["--store", file, "import", Repository.root + "/Examples", "--experiment", "old"])
    if RealFiles.areThere { try done(["--store", file, "import", RealFiles.path("fastchat")]) }
    for statement in [
      ["exclude", "model", "mistral-orpo-mix"], ["models", "label", "phi-3-dpo", "Phi"],
      ["models", "tag", "phi-3-dpo", "size=small"], ["models", "tag", "phi-3-dpo", "base=phi"],
      ["models", "same", "mistral-orpo-trl", "mistral-orpo-capybara"],
    ] {
      try done(["--store", file] + statement + ["--reason", "tried"])
    }
    try done(["--store", file, "copy", "--to", server])
    for report in Self.reports {
      let outcomes = try [file, server].map { store in
        try Program().run(["--store", store] + report + ["--json"])
      }
      #expect(outcomes[0].status == outcomes[1].status, "\(report): \(outcomes[1].errors)")
      let isSame =
        Self.nameless(outcomes[0].output, file) == Self.nameless(outcomes[1].output, server)
      #expect(isSame, "\(report)")
    }
  }

  /// Not copied, but imported into each by itself.
  @Test func `imports give the same on both engines`() throws {
    let stores = try Backend.available.map { try $0.freshURL() }
    let verbs = [["leaderboard"], ["categories"], ["doctor"], ["list", "boards"]]
    var outputs: [[String]] = []
    for store in stores {
      try done(["--store", store, "import", Repository.root + "/Examples"])
      outputs.append(
        try verbs.map { verb in
          Self.nameless(try Program().run(["--store", store] + verb + ["--json"]).output, store)
        })
    }
    for (verb, (one, other)) in zip(verbs, zip(outputs[0], outputs[1])) {
      let isSame = one == other
      #expect(isSame, "\(verb)")
    }
  }

  /// An output without the name of the store.
  private static func nameless(_ output: String, _ store: String) -> String {
    output.replacing(store, with: "STORE")
  }

  private func done(_ arguments: [String]) throws {
    let outcome = try Program().run(arguments)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
  }
}
