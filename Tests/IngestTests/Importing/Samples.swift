/// Lines of FastChat files in our own words.
enum Samples {
  static func question(id: String, turns: [String], category: String = "math") -> String {
    #"{"question_id": \#(id), "category": "\#(category)", "turns": \#(list(turns))}"#
  }

  static func answer(id: String, turns: [String], time: String = "10.5") -> String {
    #"{"question_id": \#(id), "answer_id": "a", "model_id": "m", "choices": [{"index": 0, "turns": \#(list(turns))}], "tstamp": \#(time)}"#
  }

  static func judgment(
    id: String = "1", model: String = "m", judge: String = #"["j", "p"]"#,
    prompt: String = "rate it", text: String = "fine", score: String, turn: String = "1",
    time: String = "20.5"
  ) -> String {
    #"{"question_id": \#(id), "model": "\#(model)", "judge": \#(judge), "user_prompt": "\#(prompt)", "judgment": "\#(text)", "score": \#(score), "turn": \#(turn), "tstamp": \#(time)}"#
  }

  static func pair(
    id: String = "1", first: String = "m", second: String = "n", winners: (String, String),
    turn: String = "1", time: String = "20.5"
  ) -> String {
    #"{"question_id": \#(id), "model_1": "\#(first)", "model_2": "\#(second)", "g1_winner": "\#(winners.0)", "g2_winner": "\#(winners.1)", "judge": ["j", "pair-v2"], "g1_user_prompt": "p1", "g1_judgment": "t1", "g2_user_prompt": "p2", "g2_judgment": "t2", "turn": \#(turn), "tstamp": \#(time)}"#
  }

  static func template(name: String, body: String, system: String = "judge well") -> String {
    #"{"name": "\#(name)", "type": "single", "system_prompt": "\#(system)", "prompt_template": "\#(body)", "description": "d", "category": "c", "output_format": "[[rating]]"}"#
  }

  private static func list(_ texts: [String]) -> String {
    "[" + texts.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}
