internal import Warehouse

/// `judge_prompts.jsonl`: `name`, `type`, `system_prompt`, `prompt_template`, `description`,
/// `category`, `output_format`.
struct TemplateReader: RecordReader {
  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content {
    let name = try fields.requiredText("name")
    let type = try fields.requiredText("type")
    guard let mode = JudgingMode(rawValue: type) else {
      throw RecordProblem("field \"type\" is \"\(type)\", not single or pairwise")
    }
    guard let body = try fields.storedText("prompt_template") else {
      throw fields.missing("prompt_template")
    }
    return .template(
      TemplateRecord(
        name: name, mode: mode, system: try fields.storedText("system_prompt"), body: body,
        description: try fields.text("description"), category: try fields.text("category"),
        outputFormat: try fields.text("output_format")))
  }
}
