internal import Storage

/// The compiled inserts of the fact tables.
///
/// Rows that nothing reads before the source is finished go in bulk.
final class FactStatements {
  let source: Statement
  let path: Statement
  let reject: Statement
  let recordSource: Statement
  let template: Statement
  let questionVersion: Statement
  let questionTurns: BulkInsert
  let answerRecord: Statement
  let answers: BulkInsert
  let judgment: Statement
  let unresolvedPrompt: Statement

  init(_ connection: Connection) throws {
    source = try connection.prepareInsert(
      "sources",
      [
        "id", "source_key", "content_digest", "byte_count", "format", "kind", "benchmark_id",
        "run_id", "recorded_at",
      ])
    path = try connection.prepareInsert(
      "source_paths", ["source_id", "path", "recorded_at"], conflict: .ignored)
    reject = try connection.prepareInsert(
      "rejects",
      [
        "source_id", "line", "byte_offset", "byte_count", "content_digest", "content", "reason",
      ])
    recordSource = try connection.prepareInsert(
      "record_sources", ["source_id", "line", "record_id"])
    template = try connection.prepareInsert(
      "prompt_templates",
      [
        "record_id", "name", "mode", "system_text_id", "body_text_id", "description", "category",
        "output_format", "scale_low", "scale_high",
      ])
    questionVersion = try connection.prepareInsert(
      "question_versions",
      ["record_id", "question_id", "category", "required_temperature", "turn_count"])
    questionTurns = try BulkInsert(
      connection, into: "question_turns",
      columns: ["record_id", "question_id", "turn", "text_id"])
    answerRecord = try connection.prepareInsert(
      "answer_records",
      [
        "record_id", "question_id", "model_id", "role", "conditions_id", "external_id",
        "model_label", "answered_at",
      ])
    answers = try BulkInsert(
      connection, into: "answers",
      columns: ["record_id", "sample", "turn", "question_id", "outcome", "text_id"])
    judgment = try connection.prepareInsert(
      "judgments",
      [
        "record_id", "game", "question_id", "judge_id", "model_id", "opponent_id", "sample",
        "turn", "repeat_no", "outcome", "score", "winner", "protocol_prompt_id", "prompt_id",
        "text_id", "judged_at", "reported_nano_usd",
      ])
    unresolvedPrompt = try connection.prepareInsert(
      "unresolved_prompts", ["prompt_id", "question_id", "model_id", "opponent_id", "content"])
  }

  /// Writes what is waiting to go in bulk.
  func finish() throws(StorageError) {
    try questionTurns.finish()
    try answers.finish()
  }
}
