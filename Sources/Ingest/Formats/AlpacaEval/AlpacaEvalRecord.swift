internal import Warehouse

/// An element of AlpacaEval's `model_outputs.json` or `annotations.json`.
///
/// Outputs: `instruction`, `output`, `generator`, `dataset`?. Annotations: `instruction`,
/// `generator_1` (the baseline), `generator_2`, `output_1`?, `output_2`?, `annotator`, `preference`,
/// `price_per_example`?, `time_per_example`?, `raw_completion`?, `dataset`?. Nothing has an id: the
/// instruction is the key.
struct AlpacaEvalRecord: ElementReader {
  let context: FileContext

  /// The benchmark of files that nothing names another one for.
  static let benchmark = "alpaca_eval"

  /// The record, and the question that it states beside it, of an annotation the outputs too.
  ///
  /// - Throws: `RecordProblem`.
  func records(_ node: JSONNode, line: Int) throws -> [SourceRecord] {
    var fields = try RecordFields(node)
    guard let instruction = try fields.storedText("instruction") else {
      throw fields.missing("instruction")
    }
    let question = QuestionName(
      benchmark: context.benchmark, externalID: "\(instruction.key)")
    let dataset = try fields.text("dataset")
    var stated = [Self.stated(question, instruction, dataset, line: line)]
    let content: SourceRecord.Content
    if context.kind == .answers {
      content = try answer(to: question, &fields)
    } else {
      content = try judgment(of: question, node, &fields)
      for (generator, output) in Self.outputs where node[output]?.kind == .string {
        guard let model = try fields.text(generator), let text = try fields.storedText(output)
        else { continue }
        let answer = Output(model: model, instruction: instruction, dataset: dataset, text: text)
        stated.append(self.stated(answer, to: question, line: line))
      }
    }
    var form = form(of: context.kind)
    form.add(node, knowing: fields.textKeys)
    return [
      SourceRecord(statement: form.key(), line: line, extra: fields.extra(), content: content)
    ] + stated
  }

  // MARK: - Private

  private static let outputs: [(generator: StaticString, output: StaticString)] = [
    ("generator_1", "output_1"), ("generator_2", "output_2"),
  ]

  /// What an annotation says of one of its two outputs.
  private struct Output {
    let model: String
    let instruction: StoredText
    let dataset: String?
    let text: StoredText
  }

  /// How the identity of a record of this format begins.
  private func form(of kind: SourceKind) -> CanonicalForm {
    var form = CanonicalForm("alpaca_eval")
    form.add(kind.rawValue)
    form.add(context.benchmark)
    // Who judges is no part of an answer.
    form.add(kind == .answers ? nil : context.judgeIdentity)
    return form
  }

  /// An output that an annotation repeats, under the very key that it has in `model_outputs.json`.
  private func stated(_ output: Output, to question: QuestionName, line: Int) -> SourceRecord {
    var form = form(of: .answers)
    form.addObject(count: output.dataset == nil ? 3 : 4)
    if let dataset = output.dataset {
      form.add("dataset")
      form.add(long: StoredText(dataset))
    }
    form.add("generator")
    form.add(long: StoredText(output.model))
    form.add("instruction")
    form.add(long: output.instruction)
    form.add("output")
    form.add(long: output.text)
    return SourceRecord(
      statement: form.key(), line: line, extra: nil, isImplied: true,
      content: Self.answer(output.text, of: output.model, to: question))
  }

  private static func stated(
    _ question: QuestionName, _ instruction: StoredText, _ dataset: String?, line: Int
  ) -> SourceRecord {
    var form = CanonicalForm("alpaca_eval question")
    form.add(question.benchmark)
    form.add(question.externalID)
    form.add(dataset)
    return SourceRecord(
      statement: form.key(), line: line, extra: nil, isImplied: true,
      content: .question(
        QuestionRecord(
          question: question, category: dataset, requiredTemperature: nil, turns: [instruction])))
  }

  private func answer(
    to question: QuestionName, _ fields: inout RecordFields
  ) throws -> SourceRecord.Content {
    guard let output = try fields.storedText("output") else { throw fields.missing("output") }
    return Self.answer(output, of: try fields.requiredText("generator"), to: question)
  }

  private static func answer(
    _ text: StoredText, of model: String, to question: QuestionName
  ) -> SourceRecord.Content {
    .answer(
      AnswerRecord(
        question: question, model: model, role: .answer, conditions: nil, externalID: nil,
        modelLabel: nil, answeredAt: nil,
        turns: [AnswerRecord.Turn(sample: 0, turn: 1, outcome: .answered, text: text)]))
  }

  private func judgment(
    of question: QuestionName, _ node: JSONNode, _ fields: inout RecordFields
  ) throws -> SourceRecord.Content {
    let baseline = try fields.requiredText("generator_1")
    let model = try fields.requiredText("generator_2")
    guard model != baseline else { throw RecordProblem("compares \"\(model)\" with itself") }
    let judge = JudgeIdentity(
      kind: .model, mode: .pairwise, requestedModel: try fields.requiredText("annotator"),
      protocolName: nil)
    let share = try share(&fields)
    let text =
      node["raw_completion"]?.kind == .string ? try fields.storedText("raw_completion") : nil
    return .judgment(
      JudgmentRecord(
        question: question, judge: context.statedJudge.complete(judge), promptName: nil,
        model: model, opponent: baseline, turn: 1, judgedAt: nil,
        reportedNanoUSD: try billionths("price_per_example", &fields),
        durationNanoseconds: try billionths("time_per_example", &fields),
        games: [
          JudgmentRecord.Game(
            number: 1, outcome: share == nil ? .parseError : .scored, score: nil,
            winner: share.map { $0 > 0.5 ? .model : $0 < 0.5 ? .opponent : .tie }, share: share,
            prompt: nil, text: text)
        ]))
  }

  /// How much of the win goes to the model, from 0 to 1; nil: the annotator's text was not read.
  private func share(_ fields: inout RecordFields) throws -> Double? {
    guard let preference = try fields.number("preference") else { return nil }
    if preference == 0 {
      fields.keep("preference", "0")
      return 0.5
    }
    guard (1...2).contains(preference) else {
      throw RecordProblem("field \"preference\" is \(preference), not 0, or from 1 to 2")
    }
    return preference - 1
  }

  /// Dollars or seconds as billionths, rounded to the nearest; what is finer is kept as it stood.
  private func billionths(_ name: StaticString, _ fields: inout RecordFields) throws -> Int64? {
    guard let value = fields.value(name) else { return nil }
    guard let token = value.numberToken, let amount = NanoUSD(dollars: token)?.amount else {
      throw fields.wrongType(name, value, "a number from 0 on")
    }
    fields.keep(name.description, token)
    return amount
  }
}
