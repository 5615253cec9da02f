internal import Storage
public import Warehouse

/// The scores of a board as texts, one a model, in the form of FastChat's `show_result`: what the
/// files `mtbench_MODEL.txt` hold.
///
/// A table a turn and one over all, each under a heading of ten signs; in a row stand the model,
/// the turn where the table is of one, and the score with six decimals at most. Columns are as wide
/// as a data frame prints them, so that what reads those reads these.
///
/// Source: FastChat llm_judge, `show_result.py` (what it prints in single mode).
public struct ScoreSummaries: Sendable {
  private let query: BoardQuery

  /// Summaries of what the query is about; its mode is always `single`.
  public init(_ query: BoardQuery) {
    var query = query
    query.mode = .single
    self.query = query
  }

  /// The summary of one model.
  public struct Summary: Sendable, Equatable {
    /// As the board names it.
    public let model: String
    /// `mtbench_MODEL.txt`, with `__` for `/`.
    public let fileName: String
    /// The whole file.
    public let text: String
    /// How many scores it is made of.
    public let scoreCount: Int
    /// Whether expected scores are missing; nil where nobody knows how many there should be.
    public let isPartial: Bool?
  }

  /// Reads the board.
  ///
  /// - Returns: the summaries of all models with a score, best first.
  /// - Throws: `NameError`; `BoardChoiceError` unless exactly one board fits; what the store throws.
  public func run(on store: Store) async throws -> [Summary] {
    try await store.database.read { [query] connection in
      let reader = try StandingReader(connection, query)
      try query.checkNames(reader)
      let ranked = try RankedBoard.all(query, reader).filter { !$0.places.isEmpty }
      let boards = Dictionary(grouping: ranked, by: \.board.key)
      guard boards.count == 1 else {
        throw BoardChoiceError(boards: boards.values.map { Self.name($0[0].board) }.sorted())
      }
      return ranked.flatMap(\.places).filter { $0.standing.n > 0 }.map(Self.summary)
    }
  }

  /// How the options `--benchmark` and `--judge` pick a board.
  private static func name(_ board: Board) -> String {
    "--benchmark \(board.benchmark) --judge \(board.judge)@\(board.judgeKeys.first?.short ?? "")"
  }

  private static func summary(_ place: RankedBoard.Place) -> Summary {
    let standing = place.standing
    // A name that a terminal would act on, or that has two lines, would not come back as one.
    let model = VisibleText.of(standing.model)
    var tables = [("First turn", 1), ("Second turn", 2)].compactMap { name, turn in
      standing.score(turn: turn).map { table(name, model, turn: turn, $0) }
    }
    if let score = standing.score { tables.append(table("Average", model, turn: nil, score)) }
    return Summary(
      model: standing.model, fileName: "mtbench_\(model.replacing("/", with: "__")).txt",
      text: tables.joined(separator: "\n"), scoreCount: standing.n, isPartial: place.isPartial)
  }

  /// A heading, two lines of names and a row.
  private static func table(_ name: String, _ model: String, turn: Int?, _ score: Double) -> String
  {
    let score = number(score)
    let width = max(score.count, "score".count)
    let nameWidth = max(model.count, "model".count)
    func line(_ first: String, _ second: String, _ last: String) -> String {
      let index = padded(first, to: nameWidth) + (turn == nil ? "" : " " + padded(second, to: 4))
      return index + "  " + String(repeating: " ", count: width - last.count) + last + "\n"
    }
    return "########## \(name) ##########\n" + line("", "", "score") + line("model", "turn", "")
      + line(model, turn.map { "\($0)" } ?? "", score)
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Six decimals, without zeros at the end but for the first.
  private static func number(_ value: Double) -> String {
    var text = DecimalText.fixed(value, digits: 6)
    while text.contains("."), text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
    return text
  }
}

/// Why one board cannot be picked.
public struct BoardChoiceError: Error, Equatable, CustomStringConvertible {
  /// The options that pick each of the boards that fit.
  public let boards: [String]

  /// No boards, or too many.
  public init(boards: [String]) { self.boards = boards }

  /// One line, with the boards that there are.
  public var description: String {
    boards.isEmpty
      ? "no board of single answers has scores of this; `scorehouse list boards` shows what there is"
      : "\(boards.count) boards fit and one is needed; add one of: \(boards.joined(separator: "; "))"
  }
}
