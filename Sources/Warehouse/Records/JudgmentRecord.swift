/// A verdict as a source states it: a score for one answer, or the games of a pair.
public struct JudgmentRecord: Sendable {
  /// What was answered.
  public let question: QuestionName
  /// Who judges, as far as it is known.
  public let judge: JudgeIdentity
  /// The name of the judge prompt, as stated.
  public let promptName: String?
  /// The name of the model that is judged, of a pair the first.
  public let model: String
  /// The second of a pair; nil in single mode.
  public let opponent: String?
  /// Counts from 1; nil: of the whole conversation, or not stated.
  public let turn: Int?
  /// Which of several answers; counts from 0.
  public let sample: Int
  /// Which of several judgments that were asked for; counts from 0.
  public let repeatNumber: Int
  /// Nanoseconds since 1970 UTC; nil: not stated.
  public let judgedAt: Int64?
  /// What the file says it cost, in nano-USD; nil: it does not say.
  public let reportedNanoUSD: Int64?
  /// How long the file says it took; nil: it does not say.
  public let durationNanoseconds: Int64?
  /// One with number 0, or one or two with numbers 1 and 2.
  public let games: [Game]

  /// One thing that a judge said.
  public struct Game: Sendable {
    /// 0 in single mode; 1 with the answers in order, 2 with them swapped.
    public let number: Int
    /// How it ended.
    public let outcome: JudgmentOutcome
    /// Of a scored game in single mode; of a pair's how many games it counts as, where the source
    /// tells a clear win from a slight one.
    public let score: Double?
    /// Only of a scored game in pairwise mode, the swap already undone.
    public let winner: Winner?
    /// How much of the win goes to the model, from 0 to 1, where the source says that more finely
    /// than by a winner.
    public let share: Double?
    /// What the judge was asked; nil: not stated.
    public let prompt: StoredText?
    /// What the judge said; nil: not stated.
    public let text: StoredText?

    /// A game of a judgment.
    public init(
      number: Int, outcome: JudgmentOutcome, score: Double?, winner: Winner?,
      share: Double? = nil, prompt: StoredText?, text: StoredText?
    ) {
      self.number = number
      self.outcome = outcome
      self.score = score
      self.winner = winner
      self.share = share
      self.prompt = prompt
      self.text = text
    }
  }

  /// A judgment of an answer to a question.
  public init(
    question: QuestionName, judge: JudgeIdentity, promptName: String?, model: String,
    opponent: String?, turn: Int?, sample: Int = 0, repeatNumber: Int = 0, judgedAt: Int64?,
    reportedNanoUSD: Int64? = nil, durationNanoseconds: Int64? = nil, games: [Game]
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
    self.durationNanoseconds = durationNanoseconds
    self.games = games
  }
}

/// How a judgment ended.
///
/// A score exists only when it is `scored`.
public enum JudgmentOutcome: String, Sendable, CaseIterable {
  /// There is a result; the judge refused, was cut off, was filtered; it was never asked.
  case scored, refused, truncated, filtered, skipped
  /// No result stands in the text.
  case parseError = "parse_error"
  /// The call failed for good.
  case apiError = "api_error"
}

/// Who won a game.
public enum Winner: String, Sendable, CaseIterable {
  /// The first, the second, neither.
  case model, opponent, tie
}
