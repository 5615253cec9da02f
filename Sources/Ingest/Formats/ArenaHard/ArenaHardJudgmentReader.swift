internal import Warehouse

/// Judgments of Arena-Hard: `question_id`, `model`, `judge`, `games` [{`user_prompt`, `judgment`,
/// `score`}]; or `uid`, `model`, `baseline`, `judge`, `games` [{`score`, `judgment` {`answer`}}].
///
/// In the first game the baseline is A, in the second the model is: the second is ours in order, the
/// first ours with the answers swapped. The older layout does not name the baseline.
struct ArenaHardJudgmentReader: RecordReader {
  let benchmark: String
  let statedJudge: StatedJudge

  /// What a record's baseline is called that names none.
  static let unnamedBaseline = "baseline"
  static let protocolName = "arena-hard"

  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let id = try fields.arenaHardID()
    let model = try fields.requiredText("model")
    let baseline = try fields.text("baseline") ?? Self.unnamedBaseline
    guard model != baseline else { throw RecordProblem("compares \"\(model)\" with itself") }
    let judge = try fields.requiredText("judge")
    guard let games = fields.value("games") else { throw fields.missing("games") }
    guard games.kind == .array, (1...2).contains(games.count) else {
      throw fields.wrongType("games", games, "a list of one or two games")
    }
    let read = try games.elements.enumerated().map { place, game in
      try self.game(game, number: place == 0 ? 2 : 1, &fields)
    }
    let identity = JudgeIdentity(
      kind: .model, mode: .pairwise, requestedModel: judge, protocolName: Self.protocolName)
    return .judgment(
      JudgmentRecord(
        question: QuestionName(benchmark: benchmark, externalID: id),
        judge: statedJudge.complete(identity), promptName: nil, model: model, opponent: baseline,
        turn: nil, judgedAt: try fields.arenaHardTime(),
        games: read.sorted { $0.number < $1.number }))
  }

  // MARK: - Private

  /// - Parameter number: 1 where the model is A, 2 where the baseline is.
  private func game(
    _ node: JSONNode, number: Int, _ fields: inout RecordFields
  ) throws -> JudgmentRecord.Game {
    let text = try node["judgment"].flatMap { judgment in
      let answer = judgment.kind == .object ? judgment["answer"] : judgment
      return try answer.flatMap { $0.isNull ? nil : $0 }.map { text in
        try fields.storedText(of: text) { "the judgment of a game" }
      }
    }
    let prompt = try node["user_prompt"].flatMap { $0.isNull ? nil : $0 }.map { text in
      try fields.storedText(of: text) { "the prompt of a game" }
    }
    let verdict = try node["score"].flatMap { $0.isNull ? nil : $0 }.map(Self.verdict)
    return JudgmentRecord.Game(
      number: number, outcome: verdict == nil ? FailedVerdict.outcome(text) : .scored,
      score: verdict.map { Double($0.weight) },
      winner: verdict.map { $0.winner(isModelA: number == 1) }, prompt: prompt, text: text)
  }

  private struct Verdict {
    /// Of A over B: 1, 0 or -1.
    let sign: Int
    /// How many games it counts as.
    let weight: Int

    func winner(isModelA: Bool) -> Winner {
      sign == 0 ? .tie : (sign > 0) == isModelA ? .model : .opponent
    }
  }

  /// Source: arena-hard-auto, `show_result.py`.
  private static func verdict(_ node: JSONNode) throws -> Verdict {
    switch node.string() {
    case "A>>B", "B<<A": Verdict(sign: 1, weight: 3)
    case "A>B", "B<A": Verdict(sign: 1, weight: 1)
    case "A=B", "B=A": Verdict(sign: 0, weight: 1)
    case "B>A", "A<B": Verdict(sign: -1, weight: 1)
    case "B>>A", "A<<B": Verdict(sign: -1, weight: 3)
    default:
      throw RecordProblem(
        "the score of a game is \(node.shownJSON), not A>>B, A>B, A=B, B>A or B>>A")
    }
  }
}
