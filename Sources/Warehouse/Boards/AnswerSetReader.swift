package import Storage

/// One answer set of a model on a board, read from the judgments; a board itself shows only the
/// newest.
package struct AnswerSetRow: Sendable {
  /// Counted from 1.
  package let set: Int
  /// How many sets the model has.
  package let count: Int
  package let slots: [SlotVector.Entry]
  /// The lowest and the highest score; nil without a score.
  package let range: ClosedRange<Double>?
  /// What the templates state; nil: unknown.
  package let scale: ClosedRange<Double>?
}

/// Reads answer sets that are not on a board.
package struct AnswerSetReader {
  private let reader: VerdictReader
  private let scales: [Int64: ClosedRange<Double>]

  package init(_ connection: Connection) throws {
    reader = VerdictReader(connection)
    scales = try BoardRollup.statedScales(connection)
  }

  /// A set of a model; nil where it has none of that number.
  ///
  /// - Parameter set: counted from 1.
  /// - Complexity: O(judgments of the model on the board).
  package func row(
    benchmarkID: Int64, judgeID: Int64, modelID: Int64, set: Int
  ) throws -> AnswerSetRow? {
    let board = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    let row = BoardRow(modelID: modelID, try reader.verdicts(board, modelID: modelID), set: set)
    guard !row.canonical.isEmpty else { return nil }
    let values = row.canonical.compactMap(\.value)
    let range: ClosedRange<Double>? =
      if let low = values.min(), let high = values.max() { low...high } else { nil }
    return AnswerSetRow(
      set: set, count: row.answerSets, slots: row.vector.entries, range: range,
      scale: row.statedScale(scales))
  }
}
