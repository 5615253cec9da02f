internal import Warehouse

/// The model that all others are compared with in mode `pairwise-baseline`.
struct Baseline {
  private let name: String?

  init(_ query: BoardQuery) {
    name = query.baseline
  }

  /// The rows of the others, with only their pairs against the baseline.
  ///
  /// - Throws: `BaselineError` when no baseline was named and no model is in every pair.
  func restrict(
    _ rows: [SlottedRow], _ board: Board
  ) throws -> [SlottedRow] {
    guard let baseline = try find(rows, board) else { return [] }
    return rows.filter { $0.modelID != baseline.modelID }.map { row in
      var row = row
      row.slots = SlotVector(row.slots.filter { $0.opponentID == baseline.modelID })
      return row
    }
  }

  private func find(
    _ rows: [SlottedRow], _ board: Board
  ) throws -> SlottedRow? {
    if let name { return rows.first { $0.standing.model == name } }
    let ids = Set(rows.map(\.modelID))
    let candidates = rows.filter { candidate in
      // In every pair: all others met it, and nobody else.
      rows.allSatisfy { row in
        row.modelID == candidate.modelID
          || row.slots.allSatisfy { $0.opponentID == candidate.modelID }
      }
    }
    if candidates.count > 1 || (candidates.isEmpty && ids.count > 1) {
      let choice = candidates.isEmpty ? rows : candidates
      throw BaselineError(benchmark: board.benchmark, candidates: choice.map(\.standing.model))
    }
    return candidates.first
  }
}

/// No single model is the baseline of a board by itself.
public struct BaselineError: Error, Equatable, CustomStringConvertible {
  let benchmark: String
  let candidates: [String]

  /// One line with the models to choose from.
  public var description: String {
    "which model of \(benchmark) is the baseline? Give --baseline, one of "
      + candidates.joined(separator: ", ")
  }
}
