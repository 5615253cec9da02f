/// A verdict as a source states it: a score for one answer, or the games of a pair.
public struct JudgmentRecord: Sendable {
  public let question: QuestionName
  public let judge: JudgeIdentity
  /// The name of the judge prompt, as stated.
  public let promptName: String?
  public let model: String
  /// The second of a pair; nil in single mode.
  public let opponent: String?
  /// Counts from 1; nil: of the whole conversation, or not stated.
  public let turn: Int?
  public let sample: Int
  public let repeatNumber: Int
  /// Nanoseconds since 1970 UTC; nil: not stated.
  public let judgedAt: Int64?
  /// What the file says it cost, in nano-USD; nil: it does not say.
  public let reportedNanoUSD: Int64?
  /// One with number 0, or one or two with numbers 1 and 2.
  public let games: [Game]

  /// One thing that a judge said.
  public struct Game: Sendable {
    /// 0 in single mode; 1 with the answers in order, 2 with them swapped.
    public let number: Int
    public let outcome: JudgmentOutcome
    /// Only of a scored game in single mode.
    public let score: Double?
    /// Only of a scored game in pairwise mode, the swap already undone.
    public let winner: Winner?
    public let prompt: StoredText?
    public let text: StoredText?

    /// A game of a judgment.
    public init(
      number: Int, outcome: JudgmentOutcome, score: Double?, winner: Winner?, prompt: StoredText?,
      text: StoredText?
    ) {
      self.number = number
      self.outcome = outcome
      self.score = score
      self.winner = winner
      self.prompt = prompt
      self.text = text
    }
  }

  /// A judgment of an answer to a question.
  public init(
    question: QuestionName, judge: JudgeIdentity, promptName: String?, model: String,
    opponent: String?, turn: Int?, sample: Int = 0, repeatNumber: Int = 0, judgedAt: Int64?,
    reportedNanoUSD: Int64? = nil, games: [Game]
  ) {
    self.question = question
    self.judge = judge
    self.promptName = promptName
    self.model = model
    self.opponent = opponent
    self.turn = turn
    self.sample = sample
    self.repeatNumber = repeatNumber
    self.judgedAt = judgedAt
    self.reportedNanoUSD = reportedNanoUSD
    self.games = games
  }
}

/// How a judgment ended. A score exists only when it is `scored`.
public enum JudgmentOutcome: String, Sendable, CaseIterable {
  case scored, refused, truncated, filtered, skipped
  case parseError = "parse_error"
  case apiError = "api_error"
}

/// Who won a game.
public enum Winner: String, Sendable, CaseIterable {
  case model, opponent, tie
}
