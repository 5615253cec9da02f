internal import Warehouse

/// Reads the tables of figures that FastChat's show_result prints, line by line.
///
/// A line with the names of figures and one with `model` or `model turn` open a table; each line
/// below gives one model's figures; an empty line ends it. Lines outside tables are text, but for
/// headings such as `########## First turn ##########` and `Input file: PATH`.
struct FigureTable {
  /// What told that the text has such tables; nil: nothing so far.
  private(set) var evidence: String?
  /// From the line `Input file: …/BENCHMARK/model_judgment/JUDGE_single.jsonl` above.
  private(set) var benchmark: String?
  private var judge: String?
  // What the heading says, for tables whose rows do not.
  private var turn: Int?
  private var part = Part.text
  private let namedBenchmark: String?

  private enum Part {
    case text
    /// Behind the names of figures.
    case header([String])
    case rows([String], haveTurn: Bool)
  }

  private static let figures: Set = [
    "score", "win", "loss", "tie", "win_rate", "loss_rate", "win_rate_adjusted",
  ]

  /// - Parameter namedBenchmark: what a person or the folder says, before what the text does.
  init(namedBenchmark: String?) {
    self.namedBenchmark = namedBenchmark
  }

  /// Takes the next line that is not empty.
  ///
  /// - Returns: its figures, one for each column; none for a line of text.
  /// - Throws: `RecordProblem` for a line in a table that gives none.
  mutating func read(_ bytes: [UInt8], line: Int) throws -> [FigureRecord] {
    let text = String(decoding: bytes, as: UTF8.self)
    if case .rows(let names, let haveTurn) = part, !isOutsideTables(text) {
      guard !text.unicodeScalars.contains(where: { $0 == "\u{FFFD}" || $0 == "\0" }) else {
        throw RecordProblem("is no text in UTF-8")
      }
      let figures = try row(text, names, haveTurn: haveTurn, line: line)
      evidence = evidence ?? "a table of " + names.joined(separator: ", ")
      return figures
    }
    readOutside(text)
    return []
  }

  /// Ends a table, as an empty line does.
  mutating func endRows() {
    part = .text
  }

  // MARK: - Private

  private func isOutsideTables(_ text: String) -> Bool {
    text.hasPrefix("#") || text.hasPrefix("Input file:") || text.hasPrefix("Mode:")
  }

  private mutating func readOutside(_ text: String) {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    // pandas breaks wide tables, and marks where one goes on.
    if words.last == "\\" { words.removeLast() }
    if case .header(let names) = part, words == ["model"] || words == ["model", "turn"] {
      return begin(names, haveTurn: words.count == 2)
    }
    part = .text
    if text.hasPrefix("#") {
      readHeading(text.trimming { $0 == "#" || $0.isWhitespace })
    } else if text.hasPrefix("Input file:") {
      readInputFile(text.dropFirst("Input file:".count).trimming(\.isWhitespace))
    } else if !words.isEmpty, Self.figures.isSuperset(of: words) {
      part = .header(words)
    } else if words.first == "model" {
      let haveTurn = words.dropFirst().first == "turn"
      let names = Array(words.dropFirst(haveTurn ? 2 : 1))
      if !names.isEmpty, Self.figures.isSuperset(of: names) { begin(names, haveTurn: haveTurn) }
    }
  }

  private mutating func begin(_ names: [String], haveTurn: Bool) {
    part = .rows(names, haveTurn: haveTurn)
  }

  private mutating func readHeading(_ title: String) {
    switch title {
    case "First turn": turn = 1
    case "Second turn": turn = 2
    default: turn = nil
    }
    guard ["First turn", "Second turn", "Average"].contains(title) else { return }
    evidence = evidence ?? "heading \(title)"
  }

  /// Both names stand in the path of FastChat's layout; elsewhere they are not known.
  private mutating func readInputFile(_ path: String) {
    let parts = path.split(separator: "/").map(String.init)
    let stem = parts.last ?? ""
    let end = (stem.ranges(of: "_single") + stem.ranges(of: "_pair")).map(\.lowerBound).max()
    judge = end.map { String(stem[..<$0]) }.flatMap { $0.isEmpty ? nil : $0 }
    let folder = parts.lastIndex(of: "model_judgment")
    benchmark = folder.flatMap { $0 > 0 ? parts[$0 - 1] : nil }
    if [".", ".."].contains(benchmark) { benchmark = nil }
    turn = nil
  }

  private func row(
    _ text: String, _ names: [String], haveTurn: Bool, line: Int
  ) throws -> [FigureRecord] {
    let words = text.split(whereSeparator: \.isWhitespace)
    let behindModel = names.count + (haveTurn ? 1 : 0)
    guard words.first != "..." else { throw RecordProblem("stands for rows that were left out") }
    guard words.count > behindModel else {
      throw RecordProblem(
        "has no model with \(haveTurn ? "turn, " : "")\(names.joined(separator: ", "))")
    }
    let values = words.suffix(behindModel)
    let model = text[..<values[values.startIndex].startIndex].trimming(\.isWhitespace)
    let turn = haveTurn ? try Self.turn(values[values.startIndex]) : turn
    return try zip(names, values.suffix(names.count)).map { name, value in
      FigureRecord(
        line: line, figure: name, model: model, judgeName: judge,
        benchmark: namedBenchmark ?? benchmark, turn: turn,
        value: try Self.number(value, name))
    }
  }

  private static func turn(_ text: Substring) throws -> Int {
    guard let turn = Int(text), turn >= 1 else {
      throw RecordProblem("has turn \"\(text.prefix(40))\", not a number from 1 on")
    }
    return turn
  }

  private static func number(_ text: Substring, _ name: String) throws -> Double {
    // Swift reads hexadecimal and words as well.
    let isDecimal = text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else {
      throw RecordProblem("has \(name) \"\(text.prefix(40))\", not a number")
    }
    return number
  }
}

extension StringProtocol {
  /// The text without what fits at its ends.
  fileprivate func trimming(_ fits: (Character) -> Bool) -> String {
    let start = drop(while: fits)
    guard let last = start.lastIndex(where: { !fits($0) }) else { return "" }
    return String(start[...last])
  }
}
