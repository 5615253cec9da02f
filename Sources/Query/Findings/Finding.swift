/// Something in the store that a person should decide.
public struct Finding: Sendable, Equatable {
  /// What kind of doubt.
  public enum Kind: String, Sendable, CaseIterable {
    case answerSets = "answer_sets"
    case repeats
    case unknownPrompts = "unknown_prompts"
    case unknownJudge = "unknown_judge"
    case scale
    case lookAlike = "look_alike"
    case reportedFigure = "reported_figure"
    case rejects
    case sameAnswers = "same_answers"
    case toTheJudge = "to_the_judge"
    case length
    case missingTurns = "missing_turns"
    case storedErrors = "stored_errors"
    case offScale = "off_scale"
    case key
    case endpoint
    case model
    case gpu
    case disk
  }

  /// What kind of doubt it is.
  public let kind: Kind
  /// The model, judge, benchmark or file that it is about.
  public let subject: String
  /// How many rows it concerns.
  public let rows: Int
  /// The doubt in a sentence.
  public let text: String
  /// What settles it, ready to be typed; `WHY` and the like are the person's to fill in.
  public let command: String
}

extension Finding {
  /// A finding that is about more than the store's rows: nothing of it is counted.
  public init(_ kind: Kind, subject: String, text: String, command: String) {
    self.init(kind: kind, subject: subject, rows: 0, text: text, command: command)
  }
}
