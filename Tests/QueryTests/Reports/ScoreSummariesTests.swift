import Query
import TestSupport
import Testing

/// The summaries in the form that FastChat's `show_result` prints.
@Suite(.eachBackend)
struct ScoreSummariesTests {
  @Test func `a summary has a table a turn and one over all`() async throws {
    let store = try await makeStore(["o/m,j,1,1,8,,", "o/m,j,2,1,7.5,,", "o/m,j,1,2,1,,"])
    let summary = try #require(try await ScoreSummaries(BoardQuery()).run(on: store).first)
    #expect(summary.fileName == "mtbench_o__m.txt")
    #expect(
      summary.text == """
        ########## First turn ##########
                    score
        model turn\("       ")
        o/m   1      7.75

        ########## Second turn ##########
                    score
        model turn\("       ")
        o/m   2       1.0

        ########## Average ##########
               score
        model\("       ")
        o/m      5.5

        """)
  }

  /// Widths as a data frame of one row prints them.
  @Test func `columns are as wide as their longest text, scores have six decimals`() async throws {
    let store = try await makeStore(["a-model,j,1,1,1,,", "a-model,j,2,1,1,,", "a-model,j,3,1,2,,"])
    let text = try #require(try await ScoreSummaries(BoardQuery()).run(on: store).first?.text)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1] == "                 score")
    #expect(lines[2] == "model   turn          ")
    #expect(lines[3] == "a-model 1     1.333333")
    #expect(lines.last == "a-model  1.333333")
  }

  /// What takes the last words of a row for numbers reads any name.
  @Test func `scores come back from the rows`() async throws {
    let store = try await makeStore([
      "two words,j,1,1,8.25,,", "two words,j,1,2,6,,", "b,j,1,1,3,,",
    ])
    let texts = try await ScoreSummaries(BoardQuery()).run(on: store).map(\.text)
    let rows = texts.joined().split(separator: "\n").filter { $0.hasPrefix("two words") }
    #expect(rows.map { $0.split(separator: " ").last.flatMap { Double($0) } } == [8.25, 6, 7.125])
  }

  @Test func `several boards are told apart by options that pick one`() async throws {
    let store = try await makeStore(["m,j,1,1,8,,", "m,k,1,1,7,,"])
    let error = await #expect(throws: BoardChoiceError.self) {
      try await ScoreSummaries(BoardQuery()).run(on: store)
    }
    let option = try #require(error?.boards.last)
    let judge = try #require(option.split(separator: " ").last)
    var query = BoardQuery()
    query.judge = String(judge)
    #expect(try await ScoreSummaries(query).run(on: store).map(\.scoreCount) == [1])
  }

  @Test func `no board is told as such`() async throws {
    let store = try await makeStore([])
    await #expect(throws: BoardChoiceError(boards: [])) {
      try await ScoreSummaries(BoardQuery()).run(on: store)
    }
  }
}
