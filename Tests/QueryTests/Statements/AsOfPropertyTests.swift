import Foundation
import Ingest
import Storage
import TestSupport
import Testing

@testable import Query
@testable import Warehouse

/// What the store said at a moment, `--as-of` that moment says for ever.
@Suite(.eachBackend)
struct AsOfPropertyTests {
  @Test(arguments: SeededRandom.seeds(12))
  func `a report as of a past moment is the report taken then`(seed: SeededRandom) async throws {
    var random = seed
    let samples = try ReadingSamples(&random)
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    var rest = samples.paths[...]
    var taken: [(at: Int64, reports: [String: Report])] = []
    var statementCount = 0
    for _ in 0..<22 {
      if let path = rest.first, random.oneIn(2) {
        var options = Importer.Options(person: "tests")
        options.benchmark = "b"
        _ = try await Importer(store).run([path], options)
        rest.removeFirst()
      } else {
        statementCount += try await Self.stateSomething(store, &random)
      }
      let at = try await store.database.read { try Self.newest($0) }
      taken.append((at, try await Self.reports(store, asOf: nil)))
    }
    #expect(statementCount > 0)
    for (at, reports) in taken {
      let again = try await Self.reports(store, asOf: at)
      for (name, report) in reports {
        let difference = Self.difference(again[name], report)
        #expect(difference == nil, "\(name) as of \(at)")
      }
    }
    let verification = try await store.database.read(.aside) { connection in
      var problems = ProblemList()
      _ = try RollupCheck(connection).run(&problems)
      return problems.first
    }
    #expect(verification == [])
  }

  @Test(arguments: SeededRandom.seeds(6))
  func `the causes of a log add up to the score that is shown`(seed: SeededRandom) async throws {
    var random = seed
    let samples = try ReadingSamples(&random)
    let store = try await Store.open(StoreURL(Backend.current.freshURL()), access: .create)
    for path in samples.paths {
      var options = Importer.Options(person: "tests")
      options.benchmark = "b"
      _ = try await Importer(store).run([path], options)
      _ = try await Self.stateSomething(store, &random)
    }
    let board = try await LeaderboardReport(BoardQuery()).run(on: store).rowsByColumn
    for row in board {
      guard case .text(let model)? = row["model"], case .text(let judge)? = row["judge"] else {
        continue
      }
      var query = BoardQuery()
      query.judge = judge
      let log = try await LogReport(model: model, query).run(on: store)
      let rows = log.rowsByColumn.filter { $0["board"] == row["board"] }
      #expect(rows.last?["score_after"] == row["score"])
      var before: Double?
      for entry in rows {
        if case .real(let delta)? = entry["delta"], case .real(let after)? = entry["score_after"] {
          #expect(before.map { after - $0 } == delta)
        }
        before = if case .real(let after)? = entry["score_after"] { after } else { nil }
      }
    }
  }

  // MARK: - Private

  /// The first cell that differs, or what else does; nil: nothing.
  private static func difference(_ left: Report?, _ right: Report) -> String? {
    guard let left else { return "no report" }
    guard left.sections != right.sections else { return nil }
    let rows = zip(left.rowsByColumn, right.rowsByColumn)
    for (one, other) in rows {
      for (column, cell) in other where one[column] != cell {
        return "\(column): \(one[column] ?? .null) instead of \(cell)"
      }
    }
    let words = [left, right].map { report in
      report.sections.map { "\($0.title) \($0.subtitle ?? "") \($0.notes) \($0.rows.count)" }
    }
    return "\(words[0]) instead of \(words[1])"
  }

  private static func newest(_ connection: Connection) throws -> Int64 {
    try connection.first(
      """
      SELECT max(t) FROM (SELECT max(recorded_at) AS t FROM sources
        UNION ALL SELECT max(recorded_at) FROM statements) AS times
      """
    ) { $0.optionalInteger(0) ?? 0 } ?? 0
  }

  private static func reports(_ store: Store, asOf: Int64?) async throws -> [String: Report] {
    var query = BoardQuery()
    query.asOf = asOf
    var reports = [
      "leaderboard": try await LeaderboardReport(query).run(on: store),
      "categories": try await CategoriesReport(query).run(on: store),
    ]
    var fastchat = query
    fastchat.reading = .fastchat
    reports["fastchat"] = try await LeaderboardReport(fastchat).run(on: store)
    for model in ["beta", "alpha"] {
      reports["history \(model)"] = try? await HistoryReport(model: model, query).run(on: store)
      reports["log \(model)"] = try? await LogReport(model: model, query).run(on: store)
    }
    var compared = query
    compared.models = ["beta", "gamma"]
    var withQuestions = CompareReport.Options()
    withQuestions.questions = true
    reports["compare"] = try? await CompareReport(compared, withQuestions).run(on: store)
    reports["diff"] = try? await DiffReport(compared).run(on: store)
    return reports
  }

  /// - Returns: how many statements were made.
  private static func stateSomething(
    _ store: Store, _ random: inout SeededRandom
  ) async throws -> Int {
    let finder = TargetFinder()
    let keys = try await store.database.read { connection in
      try (
        connection.all(
          "SELECT r.record_key FROM judgments j JOIN records r ON r.id = j.record_id ORDER BY 1"
        ) { Key(try $0.bytes(0)) }.compactMap { $0 },
        connection.all("SELECT source_key FROM sources ORDER BY 1") { Key(try $0.bytes(0)) }
          .compactMap { $0 },
        StatementEntry.all(connection, asOf: nil)
      )
    }
    var drafts: [StatementDraft] = []
    switch random.int(0...7) {
    case 0: drafts = try await same(.sameModel, .model, ["org/alpha", "alpha"], finder, store)
    case 1: drafts = try await same(.sameJudge, .judge, ReadingSamples.judges, finder, store)
    case 2 where !keys.0.isEmpty:
      drafts = [StatementDraft(.exclude, .record, random.pick(keys.0))]
    case 3 where !keys.0.isEmpty:
      let isScore = random.oneIn(2)
      drafts = [
        StatementDraft(
          .correct, .record, random.pick(keys.0), name: isScore ? "score" : "outcome",
          value: isScore ? "\(random.int(1...10))" : "refused")
      ]
    case 4, 5:
      if !keys.1.isEmpty { drafts = [StatementDraft(.retract, .source, random.pick(keys.1))] }
    case 6:
      if let model = try? await finder.targets(.model, "beta", on: store).first {
        drafts = [StatementDraft(.label, .model, model.key, value: "B\(random.int(0...99))")]
      }
    default:
      guard !keys.2.isEmpty else { return 0 }
      return (try? await store.takeBack([random.pick(keys.2)], author: "t", reason: "r"))?.count
        ?? 0
    }
    // What was said already is refused.
    return (try? await store.state(drafts, author: "tests", reason: "because"))?.count ?? 0
  }

  private static func same(
    _ action: StatementAction, _ kind: StatementTarget.Kind, _ names: [String],
    _ finder: TargetFinder, _ store: Store
  ) async throws -> [StatementDraft] {
    guard let first = try? await finder.targets(kind, names[0], on: store).first,
      let second = try? await finder.targets(kind, names[1], on: store).first
    else { return [] }
    return [StatementDraft(action, first.kind, first.key, other: second.key)]
  }
}
