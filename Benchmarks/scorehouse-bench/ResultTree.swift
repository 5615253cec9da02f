import Foundation

/// A FastChat tree of any size, made of words by a fixed recipe: questions, templates, answers of
/// as many models, and one file of judgments whose prompts the templates give.
struct ResultTree {
  let folder: URL
  let models: Int

  private static let questionCount = 80
  private static let body =
    "[Question]\\n{question}\\n\\n[Answer]\\n{answer}\\n\\nRate it on a scale of 1 to 10."
  private static let conversation =
    "[First question]\\n{question_1}\\n[First answer]\\n{answer_1}\\n[Second question]\\n"
    + "{question_2}\\n[Second answer]\\n{answer_2}\\n\\nRate it on a scale of 1 to 10."

  /// Writes the tree and returns its size in bytes, and that of its judgments.
  func write() throws -> (all: Int, judgments: Int) {
    let judgments = folder.appending(path: "model_judgment/judge_single.jsonl")
    for name in ["model_answer", "model_judgment"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try write([questions], to: "question.jsonl")
    try write([templates], to: "judge_prompts.jsonl")
    try Data().write(to: judgments)
    let file = try FileHandle(forWritingTo: judgments)
    var words = Words(seed: 1)
    var total = 0
    for model in 0..<models {
      var answers = ""
      var verdicts = ""
      for question in 0..<Self.questionCount {
        let turns = (words.text(160), words.text(200))
        answers += answer(model, question, turns)
        verdicts += judgment(model, question, 1, turns, &words)
        verdicts += judgment(model, question, 2, turns, &words)
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

  private func question(_ number: Int, _ turn: Int) -> String {
    "question \(number), turn \(turn): why is it so, and what follows from it?"
  }

  private var questions: String {
    (0..<Self.questionCount).map { number in
      """
      {"question_id": \(number), "category": "category \(number / 10)", "turns": \
      ["\(question(number, 1))", "\(question(number, 2))"]}

      """
    }
    .joined()
  }

  private var templates: String {
    [("bench-v1", Self.body), ("bench-v1-multi-turn", Self.conversation)].map { name, body in
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
    _ model: Int, _ number: Int, _ turn: Int, _ turns: (String, String), _ words: inout Words
  ) -> String {
    let prompt = (turn == 1 ? Self.body : Self.conversation)
      .replacing("{question}", with: question(number, 1))
      .replacing("{question_1}", with: question(number, 1))
      .replacing("{question_2}", with: question(number, 2))
      .replacing("{answer}", with: turns.0).replacing("{answer_1}", with: turns.0)
      .replacing("{answer_2}", with: turns.1)
    let name = turn == 1 ? "bench-v1" : "bench-v1-multi-turn"
    return """
      {"question_id": \(number), "model": "model-\(model)", "judge": ["judge", "\(name)"], \
      "user_prompt": "\(prompt)", "judgment": "\(words.text(110))", "score": \
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
