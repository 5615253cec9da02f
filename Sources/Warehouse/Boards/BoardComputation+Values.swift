extension BoardComputation {
  /// One verdict that stands on a board, from the side of its model.
  package struct Value: Sendable {
    package let recordID: Int64
    package let questionID: Int64
    /// nil: of the whole conversation, or not stated.
    package let turn: Int?
    /// nil: of a single answer.
    package let opponentID: Int64?
    package let sample: Int
    package let repeatNumber: Int
    package let judgedAt: Int64?
    /// The score, or 1, 0.5, 0 for a win, a tie, a loss; nil where there is no result.
    package let value: Double?
    /// The texts that were judged, where the prompt tells; empty where it does not.
    package let answerTextIDs: [Int64]
  }

  /// The verdicts that stand for a model on a board, in order of their keys.
  ///
  /// - Complexity: O(judgments of the model on the board).
  package func values(benchmarkID: Int64, judgeID: Int64, modelID: Int64) throws -> [Value] {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    return try row(name, modelID: modelID).canonical.map(Value.init)
  }

  /// Every verdict on a model, those too that stand on no board because a later one does, in order
  /// of their keys.
  ///
  /// - Complexity: O(judgments of the model on the board).
  package func allValues(
    benchmarkID: Int64, judgeID: Int64, modelID: Int64
  ) throws -> [Value] {
    let name = BoardName(benchmarkID: benchmarkID, judgeID: judgeID)
    return try verdicts(name, modelID: modelID).sorted { $0.key < $1.key }.map(Value.init)
  }
}

extension BoardComputation.Value {
  fileprivate init(_ verdict: Verdict) {
    var texts: [Int64] = []
    if case .texts(let ids) = verdict.answer { texts = ids }
    self.init(
      recordID: verdict.recordID, questionID: verdict.slot.questionID, turn: verdict.slot.turn,
      opponentID: verdict.slot.opponentID, sample: verdict.slot.sample,
      repeatNumber: verdict.slot.repeatNumber, judgedAt: verdict.judgedAt, value: verdict.value,
      answerTextIDs: texts)
  }
}
