import Ingest
import Query
import TestSupport
import Testing
import Warehouse

/// Judges against one another and against people.
@Suite(.eachBackend)
struct AgreementTests {
  private static func rows(_ model: String, _ judge: String, _ scores: [Double]) -> [String] {
    scores.enumerated().map { "\(model),\(judge),\($0),1,\($1),\($0 % 2 == 0 ? "math" : "stem")," }
  }

  private static let a = [8.0, 9, 7, 10, 5, 6, 8, 3]
  private static let b = [7.0, 9, 8, 9, 4, 6, 9, 5]

  @Test func `kappas and correlations of two judges`() async throws {
    let store = try await makeStore(Self.rows("m", "j", Self.a) + Self.rows("m", "k", Self.b))
    let report = try await AgreementReport(BoardQuery()).run(on: store)
    #expect(report.column("category") == ["all", "math", "stem"].map(Cell.text))
    #expect(report.column("n") == [.integer(8), .integer(4), .integer(4)])
    #expect(abs(try report.number("kappa_weighted") - 0.857143) < 5e-7)
    #expect(abs(try report.number("spearman") - 0.895857) < 5e-7)
    #expect(abs(try report.number("pearson") - 0.868037) < 5e-7)
    #expect(report.column("exact").first == .real(0.25))
    #expect(
      abs(try report.number("shift") - (Self.b.reduce(0, +) - Self.a.reduce(0, +)) / 8) < 1e-12)
    #expect(try report.number("kappa_weighted_low") < 0.857143)
    #expect(try report.number("kappa_weighted_high") <= 1)
  }

  @Test func `models that change places are named`() async throws {
    let store = try await makeStore(
      Self.rows("m", "j", [9, 8]) + Self.rows("m", "k", [3, 4]) + Self.rows("n", "j", [5, 5])
        + Self.rows("n", "k", [8, 8]) + Self.rows("o", "j", [1, 1]) + Self.rows("o", "k", [1, 1]))
    let report = try await AgreementReport(BoardQuery()).run(on: store)
    let notes = report.sections[0].notes.joined()
    #expect(notes.contains("Of 3 models 2 change places: m 1 → 2, n 2 → 1."))
  }

  @Test func `judges of one score only have no kappa, and nothing crashes`() async throws {
    let store = try await makeStore(Self.rows("m", "j", [5, 5]) + Self.rows("m", "k", [5, 5]))
    let report = try await AgreementReport(BoardQuery()).run(on: store)
    #expect(report.column("kappa").first == .null)
    #expect(report.column("spearman").first == .null)
    #expect(report.column("exact").first == .real(1))
    let alone = try await makeStore(Self.rows("m", "j", [5]))
    await #expect(throws: IncomparableError.self) {
      _ = try await AgreementReport(BoardQuery()).run(on: alone)
    }
    await #expect(throws: NameError.unknown(kind: "judge", name: "jj", nearest: "j")) {
      _ = try await AgreementReport(BoardQuery(), judges: ["jj"]).run(on: alone)
    }
  }

  private static func pair(_ winners: (String, String), _ question: Int) -> String {
    #"{"question_id": \#(question), "model_1": "A", "model_2": "B", "g1_winner": "\#(winners.0)", "g2_winner": "\#(winners.1)", "judge": ["j", "pair-v2"], "turn": 1, "tstamp": 5.5}"#
  }

  private static func vote(_ winner: String, _ person: String, _ question: Int) -> String {
    #"{"question_id": \#(question), "model_a": "A", "model_b": "B", "winner": "\#(winner)", "judge": "\#(person)", "turn": 1}"#
  }

  /// Question 1: the judge and two people say A.
  ///
  /// Question 2: the judge says B, people A and a tie.
  @Test func `votes are counted as the paper counts them`() async throws {
    let store = try await makeStore(
      [],
      more: [
        (
          "b/model_judgment/j_pair.jsonl",
          [Self.pair(("model_1", "model_1"), 1), Self.pair(("model_2", "model_2"), 2)]
        ),
        (
          "b/votes.jsonl",
          [
            Self.vote("model_a", "expert_1", 1), Self.vote("model_a", "expert_2", 1),
            Self.vote("model_a", "expert_1", 2), Self.vote("tie", "expert_2", 2),
          ]
        ),
      ])
    let report = try await AgreementReport(BoardQuery()).run(on: store)
    let judge = report.rowsByColumn.first {
      $0["judge_b"] == .text("people") && $0["judge"] != .text("people")
    }
    #expect(judge?["n"] == .integer(4) && judge?["exact"] == .real(0.5))
    #expect(judge?["decided_n"] == .integer(3) && judge?["decided"] == .real(2.0 / 3))
    let people = report.rowsByColumn.first { $0["judge"] == .text("people") }
    #expect(people?["n"] == .integer(2) && people?["exact"] == .real(0.5))
    #expect(people?["decided"] == .real(1) && people?["decided_n"] == .integer(1))
  }

  @Test func `bias of position by both orders`() async throws {
    let rows = [
      ("model_1", "model_1"), ("model_1", "model_2"), ("tie", "tie"), ("tie", "model_1"),
      ("model_1", "tie"), ("error", "model_1"), ("model_2", "model_1"), ("model_2", "model_2"),
    ]
    let lines = rows.enumerated().map { Self.pair($1, $0) }
    let store = try await makeStore([], more: [("b/model_judgment/j_pair.jsonl", lines)])
    let report = try await BiasReport(BoardQuery()).run(on: store)
    let row = try #require(report.rowsByColumn.first)
    #expect(row["part"] == .text("all") && row["n"] == .integer(8))
    #expect(row["consistent"] == .real(3.0 / 8) && row["first"] == .real(1.0 / 8))
    #expect(row["second"] == .real(1.0 / 8) && row["other"] == .real(2.0 / 8))
    #expect(row["error"] == .real(1.0 / 8))
    #expect(report.sections[0].notes.joined().contains("37.5%"))
  }

  @Test func `a judge that gives its own family more`() async throws {
    let store = try await makeStore(
      Self.rows("gpt-3.5", "gpt-4", [9, 9, 8, 9]) + Self.rows("gpt-3.5", "claude", [7, 7, 7, 7])
        + Self.rows("llama", "gpt-4", [5, 6, 5, 5]) + Self.rows("llama", "claude", [5, 6, 5, 5]))
    let report = try await BiasReport(BoardQuery()).run(on: store)
    let row = report.rowsByColumn.first {
      $0["bias"] == .text("self-preference") && $0["judge"] == .text("gpt-4")
    }
    #expect(row?["value"] == .real(1.75) && row?["n"] == .integer(4))
  }
}

/// The real files: three judges of the same 160 answers, two of HELM, and what was computed from them elsewhere.
@Suite(.enabled(if: RealFiles.areThere), .eachBackend)
struct RealAgreementTests {
  @Test func `agreement of the shared judges is as expected`() async throws {
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    for place in ["fastchat/forks/shisa-ai/ja_mt_bench", "helm"] {
      _ = try await Importer(store).run(
        [RealFiles.path(place)], Importer.Options(person: "tests"))
    }
    let report = try await AgreementReport(BoardQuery()).run(on: store)
    let expected = try RealFiles.table("judge_agreement")
    #expect(expected.count == 4)
    for row in expected {
      let judges = [row["judge_1"] ?? "", row["judge_2"] ?? ""]
      let found = try #require(
        report.rowsByColumn.first { cells in
          cells["category"] == .text("all")
            && [cells["judge"], cells["judge_b"]].allSatisfy { cell in
              judges.contains { .text($0) == cell }
            }
        }, "\(judges)")
      let isSwapped = found["judge"] != .text(judges[0])
      let columns = [
        (isSwapped ? "mean_b" : "mean_a", "mean_1"), (isSwapped ? "mean_a" : "mean_b", "mean_2"),
        ("exact", "exact_agreement"), ("mean_distance", "mean_abs_diff"), ("pearson", "pearson"),
        ("spearman", "spearman"), ("kappa", "cohen_kappa"), ("kappa_weighted", "quadratic_kappa"),
      ]
      #expect(found["n"] == row["n"].flatMap { Int64($0) }.map { .integer($0) })
      for (ours, theirs) in columns {
        guard case .real(let value)? = found[ours], let other = row[theirs].flatMap({ Double($0) })
        else {
          Issue.record("no \(ours)")
          continue
        }
        #expect((value - other).magnitude < 5e-9, "\(ours) of \(judges)")
      }
    }
  }
}
