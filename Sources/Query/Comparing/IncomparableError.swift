internal import Storage
internal import Warehouse

/// Models that share no board, with what sets them apart.
public struct IncomparableError: Error, Equatable, CustomStringConvertible {
  private let words: String

  /// One line: which models, and what differs.
  public var description: String { words }

  /// - Parameter boards: all that the query found any of its models on.
  init(_ query: BoardQuery, _ boards: [RankedBoard], _ reader: StandingReader) throws {
    let first = query.models.first ?? ""
    let mine = Self.places(of: first, boards)
    let others = query.models.dropFirst()
    let reasons = others.map { Self.reason(first, mine, $0, Self.places(of: $0, boards)) }
    words = reasons.joined(separator: "; ")
  }

  /// - Parameter neverMet: two models that only met others.
  init(neverMet: [String]) {
    words =
      "\(neverMet.joined(separator: " and ")) never met each other, and no board of single "
      + "answers has both; `scorehouse compare` shows how they did against the same opponents"
  }

  /// - Parameter axis: along which no two boards have answers in common.
  init(axis: String) {
    words =
      "no two boards here differ in \(axis) and have verdicts on the same answers; "
      + "`scorehouse list boards` shows what there is"
  }

  // MARK: - Private

  private static func places(of model: String, _ boards: [RankedBoard]) -> [RankedBoard] {
    boards.filter { board in board.places.contains { $0.standing.model == model } }
  }

  private static func reason(
    _ first: String, _ mine: [RankedBoard], _ second: String, _ theirs: [RankedBoard]
  ) -> String {
    for (model, places) in [(first, mine), (second, theirs)] where places.isEmpty {
      return "\(first) and \(second) cannot be compared: no verdicts on \(model) here"
    }
    if let shared = mine.first(where: { board in theirs.contains { $0.name == board.name } }) {
      return
        "\(first) and \(second) cannot be compared: both stand on board \(shared.name), but no "
        + "question and turn has a score of both"
    }
    // The closest two boards say most.
    let pairs = mine.flatMap { mine in theirs.map { (mine, $0, differences(mine, $0)) } }
    guard let closest = pairs.min(by: { $0.2.count < $1.2.count }) else {
      return "\(first) and \(second) share no board"
    }
    return "\(first) and \(second) share no board; closest are \(closest.0.name) and "
      + "\(closest.1.name), which differ in \(closest.2.joined(separator: ", "))"
  }

  /// The axes along which two boards differ, with both values.
  static func differences(_ left: RankedBoard, _ right: RankedBoard) -> [String] {
    let axes: [(String, (Board) -> String)] = [
      ("benchmark", { $0.benchmark }), ("judge", { $0.judge }),
      ("mode", { $0.mode.rawValue }), ("protocol", { $0.protocolName ?? "unknown" }),
    ]
    var found = axes.compactMap { name, value -> String? in
      let values = (value(left.board), value(right.board))
      return values.0 == values.1 ? nil : "\(name) (\(values.0), \(values.1))"
    }
    if left.board.id == right.board.id { return ["question texts or references (editions)"] }
    if left.board.judge == right.board.judge, left.board.judgeKeys != right.board.judgeKeys,
      left.board.protocolName == right.board.protocolName
    {
      let parts = [left, right].map { board in
        board.board.knownParts.isEmpty
          ? "unknown" : board.board.knownParts.joined(separator: " and ")
      }
      found.append("version of the judge (\(parts[0]), \(parts[1]))")
    }
    return found
  }
}
