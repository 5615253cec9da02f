/// The ids of rows that records refer to by name; such rows never go away.
struct NameIDs: Sendable {
  var models = RecentValues<ExactText, Int64>(capacity: 16_384)
  var questions = RecentValues<QuestionName, Int64>(capacity: 16_384)
  var benchmarks: [ExactText: Int64] = [:]
  var judges: [JudgeIdentity: Int64] = [:]
  var prompts: [PromptName: Int64] = [:]

  /// The name of a prompt in its protocol.
  struct PromptName: Hashable {
    let mode: JudgingMode
    let protocolName: ExactText
    let name: ExactText
  }
}
