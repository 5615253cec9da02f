internal import Storage

/// The rows of the fact tables that are on their way into the store.
///
/// They go in bulk, a batch of records at a time; nothing reads them before.
final class FactRows {
  let templates: BulkInsert
  let questionVersions: BulkInsert
  let questionTurns: BulkInsert
  let answerRecords: BulkInsert
  let answers: BulkInsert
  let unresolvedPrompts: BulkInsert
  let judgments: BulkInsert

  init(_ connection: Connection) {
    templates = BulkInsert(
      connection, into: "prompt_templates",
      columns: [
        "record_id", "name", "mode", "system_text_id", "body_text_id", "description", "category",
        "output_format", "scale_low", "scale_high",
      ])
    questionVersions = BulkInsert(
      connection, into: "question_versions",
      columns: ["record_id", "question_id", "category", "required_temperature", "turn_count"])
    questionTurns = BulkInsert(
      connection, into: "question_turns",
      columns: ["record_id", "question_id", "turn", "text_id"])
    answerRecords = BulkInsert(
      connection, into: "answer_records",
      columns: [
        "record_id", "question_id", "model_id", "role", "conditions_id", "external_id",
        "model_label", "answered_at",
      ])
    answers = BulkInsert(
      connection, into: "answers",
      columns: ["record_id", "sample", "turn", "question_id", "outcome", "text_id"])
    unresolvedPrompts = BulkInsert(
      connection, into: "unresolved_prompts",
      columns: ["prompt_id", "question_id", "model_id", "opponent_id", "content"])
    judgments = BulkInsert(
      connection, into: "judgments",
      columns: [
        "record_id", "game", "question_id", "judge_id", "model_id", "opponent_id", "sample",
        "turn", "repeat_no", "outcome", "score", "winner", "protocol_prompt_id", "prompt_id",
        "text_id", "judged_at", "reported_nano_usd", "duration_ns", "share",
      ])
  }

  /// Writes what is waiting: what is referred to before what refers to it.
  func finish() throws(StorageError) {
    for table in [
      templates, questionVersions, questionTurns, answerRecords, answers, unresolvedPrompts,
      judgments,
    ] {
      try table.finish()
    }
  }
}
