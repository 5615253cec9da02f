import Foundation
import TestSupport
import Warehouse

/// A small FastChat folder whose files can come in any order, and whose prompts are rebuilt only
/// once everything that made them is there.
struct ReadingSamples {
  static let models = ["org/alpha", "alpha", "beta", "gamma"]
  static let judges = ["judge-1", "judge-2"]
  private static let questions = 1...3

  let paths: [String]

  init(_ random: inout SeededRandom) throws {
    let folder = try TemporaryFolder.current
    var files: [(String, [String])] = [
      ("b/question.jsonl", Self.questions.map(Self.question)),
      ("b/judge_prompts.jsonl", [Self.template]),
    ]
    for model in Self.models {
      let name = model.replacing("/", with: "__")
      files.append(
        (
          "b/model_answer/\(name).jsonl",
          Self.questions.map { Self.answer($0, "\(model) says \($0)") }
        ))
    }
    for judge in Self.judges {
      for part in 0..<3 {
        var lines: [String] = []
        for question in Self.questions {
          for model in Self.models where !random.oneIn(3) {
            // Some rows are retries, some judge another answer, some have no result.
            let text = random.oneIn(4) ? "\(model) says otherwise" : "\(model) says \(question)"
            lines.append(
              Self.judgment(
                question, model, judge, text, random.oneIn(6) ? -1 : random.int(1...10),
                at: random.oneIn(5) ? nil : random.int(100...900)))
          }
        }
        files.append(("b/model_judgment/\(judge)_single-\(part).jsonl", lines))
      }
    }
    var paths: [String] = []
    for (name, lines) in files {
      let url = URL(filePath: folder.file(name))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
      paths.append(url.path)
    }
    self.paths = paths.shuffled(using: &random)
  }

  // MARK: - Private

  private static func question(_ id: Int) -> String {
    #"{"question_id": \#(id), "category": "c\#(id % 2)", "turns": ["what is \#(id)?"]}"#
  }

  private static let template =
    #"{"name": "single-v1", "type": "single", "system_prompt": "", "prompt_template": "On a scale of 1 to 10: {question} {answer}", "description": "", "category": "general", "output_format": "[[rating]]"}"#

  private static func answer(_ id: Int, _ text: String) -> String {
    #"{"question_id": \#(id), "answer_id": "a\#(id)", "model_id": "m", "choices": [{"index": 0, "turns": ["\#(text)"]}], "tstamp": 5.5}"#
  }

  private static func judgment(
    _ id: Int, _ model: String, _ judge: String, _ text: String, _ score: Int, at: Int?
  ) -> String {
    let time = at.map { #", "tstamp": \#($0).5"# } ?? ""
    return
      #"{"question_id": \#(id), "model": "\#(model)", "judge": ["\#(judge)", "single-v1"], "user_prompt": "On a scale of 1 to 10: what is \#(id)? \#(text)", "judgment": "because", "score": \#(score), "turn": 1\#(time)}"#
  }
}
