/// What a statement says of its target; the raw values are stored.
public enum StatementAction: String, Sendable, CaseIterable {
  /// A field of a judgment or a judge reads otherwise.
  case correct
  /// The target does not count.
  case exclude
  /// A source should not have been imported: what only it says does not count.
  case retract
  /// The other model, or judge, is the target under another name.
  case sameModel = "same_model"
  case sameJudge = "same_judge"
  /// The name that people read.
  case label
  /// A key and its value, to group models by.
  case tag
}

/// What a statement is about; the raw values are stored.
public enum StatementTargetKind: String, Sendable, CaseIterable {
  /// Each is named by its key.
  case source, record, model, judge, run
}
