import Foundation

/// A FastChat tree of any size, made of words by a fixed recipe: questions, templates, answers of
/// as many models, and one file of judgments whose prompts the templates give.
struct ResultTree {
  let folder: URL
  let models: Int
  var questions = 80
  var lengths = Lengths.real

  /// How many words the texts have; a word with its space is 6 bytes.
  struct Lengths {
    let question, answer, verdict: Int
    /// Of the fixed parts of a template, for the first turn and the second.
    let templates: (Int, Int)

    /// As in 2,250 real judgments of MT-Bench by gpt-4 and the answers they judge: 1,285 bytes an
    /// answer, 864 a verdict, 2,863 and 4,641 a prompt of the first and the second turn.
    static let real = Lengths(question: 60, answer: 214, verdict: 144, templates: (200, 220))
    /// For questions about the number of rows alone.
    static let short = Lengths(question: 4, answer: 4, verdict: 4, templates: (4, 4))
  }

  /// Bytes of a model's judgments with real lengths.
  static let judgmentBytesOfModel = 770_000

  private let template: (String, String)

  init(folder: URL, models: Int, questions: Int = 80, lengths: Lengths = .real) {
    self.folder = folder
    self.models = models
    self.questions = questions
    self.lengths = lengths
    var words = Words(seed: 7)
    template = (
      "[Question]\\n{question}\\n\\n[Answer]\\n{answer}\\n\\n\(words.text(lengths.templates.0))"
        + " Rate it on a scale of 1 to 10.",
      "[First question]\\n{question_1}\\n[First answer]\\n{answer_1}\\n[Second question]\\n"
        + "{question_2}\\n[Second answer]\\n{answer_2}\\n\\n\(words.text(lengths.templates.1))"
        + " Rate it on a scale of 1 to 10."
    )
  }

  var judgments: URL { folder.appending(path: "model_judgment/judge_single.jsonl") }

  /// Writes the tree and returns its size in bytes, and that of its judgments.
  func write() throws -> (all: Int, judgments: Int) {
    for name in ["model_answer", "model_judgment"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    let texts = questionTexts()
    try write([questionLines(texts)], to: "question.jsonl")
    try write([templateLines], to: "judge_prompts.jsonl")
    try Data().write(to: judgments)
    let file = try FileHandle(forWritingTo: judgments)
    var words = Words(seed: 1)
    var total = 0
    for model in 0..<models {
      var answers = ""
      var verdicts = ""
      for (number, question) in texts.enumerated() {
        let turns = (words.text(lengths.answer), words.text(lengths.answer))
        answers += answer(model, number, turns)
        verdicts += judgment(model, number, 1, question, turns, &words)
        verdicts += judgment(model, number, 2, question, turns, &words)
      }
      try write([answers], to: "model_answer/model-\(model).jsonl")
      try file.write(contentsOf: Data(verdicts.utf8))
      total += answers.utf8.count + verdicts.utf8.count
    }
    try file.close()
    let size = try FileManager.default.attributesOfItem(atPath: judgments.path)[.size] as? Int ?? 0
    return (total, size)
  }

  // MARK: - Private

  private func write(_ texts: [String], to name: String) throws {
    try Data(texts.joined().utf8).write(to: folder.appending(path: name))
  }

  private func questionTexts() -> [(String, String)] {
    var words = Words(seed: 3)
    return (0..<questions).map { number in
      ("question \(number): \(words.text(lengths.question))?", "\(words.text(lengths.question))?")
    }
  }

  private func questionLines(_ texts: [(String, String)]) -> String {
    texts.enumerated().map { number, turns in
      """
      {"question_id": \(number), "category": "category \(number / 10)", "turns": \
      ["\(turns.0)", "\(turns.1)"]}

      """
    }
    .joined()
  }

  private var templateLines: String {
    [("bench-v1", template.0), ("bench-v1-multi-turn", template.1)].map { name, body in
      """
      {"name": "\(name)", "type": "single", "system_prompt": "judge", "prompt_template": \
      "\(body)", "description": "", "category": "general", "output_format": "[[rating]]"}

      """
    }
    .joined()
  }

  private func answer(_ model: Int, _ number: Int, _ turns: (String, String)) -> String {
    """
    {"question_id": \(number), "answer_id": "a\(model)-\(number)", "model_id": "model-\(model)", \
    "choices": [{"index": 0, "turns": ["\(turns.0)", "\(turns.1)"]}], "tstamp": 1700000000.5}

    """
  }

  private func judgment(
    _ model: Int, _ number: Int, _ turn: Int, _ question: (String, String),
    _ turns: (String, String), _ words: inout Words
  ) -> String {
    let prompt = (turn == 1 ? template.0 : template.1)
      .replacing("{question}", with: question.0)
      .replacing("{question_1}", with: question.0)
      .replacing("{question_2}", with: question.1)
      .replacing("{answer}", with: turns.0).replacing("{answer_1}", with: turns.0)
      .replacing("{answer_2}", with: turns.1)
    let name = turn == 1 ? "bench-v1" : "bench-v1-multi-turn"
    return """
      {"question_id": \(number), "model": "model-\(model)", "judge": ["judge", "\(name)"], \
      "user_prompt": "\(prompt)", "judgment": "\(words.text(lengths.verdict))", "score": \
      \(words.number(1...10)), "turn": \(turn), "tstamp": 1700000\(100 + turn).25}

      """
  }
}

/// Text that looks like text to a parser and to a database.
struct Words {
  private var state: UInt64
  private static let words = """
    the model answers with care and says what it knows of a question that somebody asked because \
    numbers alone never tell why one text is better than another when both are long enough
    """.split(separator: " ")

  init(seed: UInt64) {
    state = seed
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int(state >> 33) % range.count
  }

  mutating func text(_ count: Int) -> String {
    (0..<count).map { _ in Self.words[number(0...(Self.words.count - 1))] }.joined(separator: " ")
  }
}
