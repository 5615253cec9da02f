internal import Warehouse

/// A request state of HELM's `scenario_state.json`: what one instance of a scenario was answered, and
/// what judges said of it.
///
/// `instance` {`id`, `input` {`text`}, `perturbation`?}, `request` {`model`, `prompt`, `temperature`,
/// `max_tokens`, `top_p`, `stop_sequences`}, `result` {`success`, `completions` [{`text`,
/// `finish_reason`?}], `request_datetime`?}, `annotations`? {annotator: {`JUDGE_score`,
/// `JUDGE_reasoning`, `prompt_text`}}.
struct HELMState: ElementReader {
  let context: FileContext

  /// The list in the file whose elements are such states.
  static let list = "request_states"

  /// The answer, and beside it the question and the verdicts.
  ///
  /// - Throws: `RecordProblem`.
  func records(_ node: JSONNode, line: Int) throws -> [SourceRecord] {
    var fields = try RecordFields(node)
    let instance = try HELMInstance(&fields, benchmark: context.benchmark)
    let request = try HELMRequest(&fields)
    let result = try HELMResult(&fields)
    let answer = AnswerRecord(
      question: instance.question, model: request.model, role: .answer,
      conditions: request.conditions, externalID: nil, modelLabel: nil,
      answeredAt: result.answeredAt, turns: result.turns)
    let verdicts = try HELMAnnotations(&fields).verdicts
    var form = form("answer")
    form.add(node, knowing: fields.textKeys)
    let key = form.key()
    let record = SourceRecord(
      statement: key, line: line, extra: fields.extra(), content: .answer(answer))
    return [record, instance.stated(line: line)].compactMap(\.self)
      + verdicts.map { stated($0, of: answer, key, line: line) }
  }

  // MARK: - Private

  private func form(_ name: String) -> CanonicalForm {
    var form = CanonicalForm("helm")
    form.add(name)
    form.add(context.benchmark)
    return form
  }

  /// - Parameter answer: the key of the state, which says what is judged.
  private func stated(
    _ verdict: HELMAnnotations.Verdict, of answer: AnswerRecord, _ key: Key, line: Int
  ) -> SourceRecord {
    let judge = JudgeIdentity(
      kind: .model, mode: .single, requestedModel: verdict.judge,
      protocolName: verdict.annotator)
    var form = form("judgment")
    form.add(context.judgeIdentity)
    form.add(key)
    form.add(verdict.annotator)
    form.add(verdict.judge)
    return SourceRecord(
      statement: form.key(), line: line, extra: nil, isImplied: true,
      content: .judgment(
        JudgmentRecord(
          question: answer.question, judge: context.statedJudge.complete(judge), promptName: nil,
          model: answer.model, opponent: nil, turn: 1, judgedAt: nil,
          games: [
            JudgmentRecord.Game(
              number: 0, outcome: verdict.score == nil ? .parseError : .scored,
              score: verdict.score, winner: nil, prompt: verdict.prompt, text: verdict.text)
          ])))
  }
}
