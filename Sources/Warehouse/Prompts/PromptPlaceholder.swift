/// The places of a judge prompt that a question, a reference or an answer fills.
///
/// The names are FastChat's; the order is that of the columns of `prompts`.
package enum PromptPlaceholder: Int, CaseIterable, Sendable {
  case question1, question2, reference1, reference2, answerA1, answerA2, answerB1, answerB2

  /// The placeholder that a name in braces stands for, in a prompt about a turn.
  ///
  /// - Parameter turn: what the unnumbered names of first-turn prompts mean.
  init?(name: Substring) {
    switch name {
    case "question", "question_1": self = .question1
    case "question_2": self = .question2
    case "ref_answer_1": self = .reference1
    case "ref_answer_2": self = .reference2
    case "answer", "answer_1", "answer_a", "answer_a_1": self = .answerA1
    case "answer_2", "answer_a_2": self = .answerA2
    case "answer_b", "answer_b_1": self = .answerB1
    case "answer_b_2": self = .answerB2
    default: return nil
    }
  }

  /// The column of `prompts` that holds the text.
  var column: String {
    switch self {
    case .question1: "question_1_text_id"
    case .question2: "question_2_text_id"
    case .reference1: "reference_1_text_id"
    case .reference2: "reference_2_text_id"
    case .answerA1: "answer_a_1_text_id"
    case .answerA2: "answer_a_2_text_id"
    case .answerB1: "answer_b_1_text_id"
    case .answerB2: "answer_b_2_text_id"
    }
  }
}
