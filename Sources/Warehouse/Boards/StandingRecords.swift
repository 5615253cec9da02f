package import Storage

/// Which judgments stand on a board for a model: the canonical one of every slot.
///
/// This is the one place that answers that question for reports which show texts.
package struct StandingRecords {
  private let connection: Connection

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// The ids of the judgments' records, in order.
  ///
  /// - Parameter set: an answer set, counted from 1; nil: the one that the board shows.
  /// - Complexity: O(judgments of the model on the board).
  package func ids(
    boardID: Int64, benchmarkID: Int64, judgeID: Int64, modelID: Int64, set: Int?
  ) throws -> [Int64] {
    guard let set else {
      return try connection.all(
        """
        SELECT record_id FROM board_judgments WHERE board_id = $1 AND model_id = $2
        ORDER BY record_id
        """, [.integer(boardID), .integer(modelID)]
      ) { try $0.integer(0) }
    }
    let board = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    let verdicts = try VerdictReader(connection).verdicts(board, modelID: modelID)
    return BoardRow(modelID: modelID, verdicts, set: set).canonical.map(\.recordID).sorted()
  }
}
