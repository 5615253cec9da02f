import Foundation
import Query
import Storage
import TestSupport
import Testing
import Warehouse

@testable import Ingest

/// What FastChat's show_result prints, kept as reported figures.
@Suite(.eachBackend)
struct FigureTests {
  static let single = """
    Mode: single
    Input file: data/mt_bench/model_judgment/gpt-4_single.jsonl

    ########## First turn ##########
                             score
    model            turn         
    gpt-4            1     8.956250
    org/a model  1.5 1     6.500000

    ########## Second turn ##########
                score
    model turn       
    gpt-4 2     9.025

    ########## Average ##########
              score
    model          
    gpt-4  8.990625
    """

  static let pairwise = """
    Mode: pairwise-baseline
    Input file: /home/x/mt_bench/model_judgment/claude-v1_pair.jsonl
                       win  loss  tie  win_rate  loss_rate  \\
    model                                                    
    a-very-long-name     8     2   10    0.4000       0.10  

                       win_rate_adjusted  
    model                                 
    a-very-long-name               0.6500  
    """

  @Test func `single answers: every turn and the average, with judge and benchmark`() async throws {
    let store = try await makeStore()
    let path = try write([Self.single], to: "somewhere/mtbench_gpt-4.txt")
    let summary = try await store.importing([path])
    #expect(summary.totals == (4, 0, 0))
    #expect(summary.files.first?.judge == "gpt-4")
    #expect(summary.files.first?.benchmark == "mt_bench")
    #expect(
      try await store.figures() == [
        "gpt-4 mt_bench gpt-4 score turn 1 = 8.95625",
        "org/a model  1.5 mt_bench gpt-4 score turn 1 = 6.5",
        "gpt-4 mt_bench gpt-4 score turn 2 = 9.025",
        "gpt-4 mt_bench gpt-4 score all = 8.990625",
      ])
    #expect(try await store.importing([path]).totals == (0, 4, 0))
    // They are beside the boards, never on one.
    #expect(try await store.leaderboard().isEmpty)
  }

  @Test func `pairs: counts and rates, also where pandas breaks the table`() async throws {
    let store = try await makeStore()
    let summary = try await store.importing([try write([Self.pairwise], to: "r.txt")])
    #expect(summary.totals == (6, 0, 0))
    #expect(
      try await store.figures() == [
        "a-very-long-name mt_bench claude-v1 win all = 8.0",
        "a-very-long-name mt_bench claude-v1 loss all = 2.0",
        "a-very-long-name mt_bench claude-v1 tie all = 10.0",
        "a-very-long-name mt_bench claude-v1 win_rate all = 0.4",
        "a-very-long-name mt_bench claude-v1 loss_rate all = 0.1",
        "a-very-long-name mt_bench claude-v1 win_rate_adjusted all = 0.65",
      ])
  }

  @Test func `lines of a table that give no figure are kept aside`() async throws {
    let store = try await makeStore()
    let lines = [
      "warning: 3 rows", "########## First turn ##########", "score", "model turn", "a 1 5.5",
      "... ... ...", "b 1 NaN", "c 0 5", "d 1 0x5", "5.5", "e 1 6", "", "[84 rows x 1 columns]",
      "f 1 7",
    ]
    let summary = try await store.importing([try write(lines, to: "x.txt")])
    #expect(summary.totals == (2, 0, 5))
    #expect(summary.files.first?.firstRejects.map(\.line) == [6, 7, 8, 9, 10])
    #expect(try await store.figures() == ["a - - score turn 1 = 5.5", "e - - score turn 1 = 6.0"])
  }

  @Test func `the benchmark: a person's word, the text's, the folder's, else none`() async throws {
    let store = try await makeStore()
    let table = "########## Average ##########\n score\nmodel\nm 5"
    try write([Self.single], to: "fork/x.txt")
    try write([Samples.question(id: "1", turns: ["a"])], to: "fork/question.jsonl")
    try write([table], to: "fork/y.txt")
    let loose = try write([table], to: "z.txt")
    let summary = try await store.importing([try TemporaryFolder.current.file("fork"), loose])
    #expect(summary.files.map(\.benchmark) == ["fork", "mt_bench", "fork", nil])
    let named = try await store.importing([loose], benchmark: "mine")
    #expect(named.files.map(\.benchmark) == ["mine"])
    #expect(named.totals == (1, 0, 0))
  }

  @Test func `any order, and twice, give the same content`() async throws {
    let first = try write([Self.single], to: "a/x.txt")
    let second = try write([Self.pairwise], to: "b/y.txt")
    let copy = try write([Self.single], to: "b/x.txt")
    let (left, right) = (try await makeStore(), try await makeStore())
    for path in [first, second, copy] { try await left.importing([path]) }
    for path in [copy, second, first, copy] { try await right.importing([path]) }
    #expect(try await left.contentDigest() == right.contentDigest())
    let rows = try await left.contentDigest().first { $0.table == "reported_figures" }?.rowCount
    #expect(rows == 10)
  }

  @Test(arguments: ["", "hello", "model score\n", "score\nhello", "# score", "\0\u{1}\u{2}"])
  func `other texts are no results`(text: String) throws {
    let path = try write([text], to: "readme.txt")
    #expect(throws: ImportError.self) {
      try Importer.plan([path], Importer.Options(person: "tests"))
    }
  }

  @Test(arguments: SeededRandom.seeds(200))
  func `damaged tables lose no line and never crash`(random: SeededRandom) async throws {
    var random = random
    var bytes = Array((Self.single + "\n\n" + Self.pairwise).utf8)
    for _ in 0..<random.int(1...6) {
      let place = random.int(0...(bytes.count - 1))
      if random.oneIn(2) {
        bytes[place] = UInt8(random.int(0...255))
      } else {
        bytes.remove(at: place)
      }
    }
    let path = try TemporaryFolder.current.write(bytes, to: "x.txt")
    let options = Importer.Options(person: "tests")
    guard let plan = try? Importer.plan([path], options) else { return }
    let summary = try await Importer.dryRun(plan, options, into: nil)
    #expect(summary.problems.isEmpty)
    #expect(summary.totals.existing == 0)
  }
}

extension Store {
  /// Every reported figure in words, in the order of lines.
  func figures() async throws -> [String] {
    try await database.read { connection in
      // Where a row was put, which is the order of lines in a store that only grew.
      let place = connection.dialect == .sqlite ? "rowid" : "ctid"
      return try connection.all(
        """
        SELECT m.name, b.name, f.judge_name, f.figure, f.turn, f.value FROM reported_figures f
        JOIN models m ON m.id = f.model_id LEFT JOIN benchmarks b ON b.id = f.benchmark_id
        ORDER BY f.\(place)
        """
      ) { row in
        let turn = try row.value(4) == .null ? "all" : "turn \(try row.integer(4))"
        let names =
          try [row.text(0)] + [1, 2].map { try row.value($0) == .null ? "-" : row.text($0) }
        return "\(names.joined(separator: " ")) \(try row.text(3)) \(turn) = \(try row.real(5))"
      }
    }
  }
}
