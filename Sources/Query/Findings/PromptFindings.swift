internal import Storage
internal import Warehouse

/// Judge prompts that no template, question and answer of the store give.
struct PromptFindings {
  let findings: [Finding]

  init(_ connection: Connection) throws {
    findings = try connection.all(
      """
      SELECT b.name, count(*), (SELECT count(*) FROM prompt_templates)
      FROM unresolved_prompts u JOIN questions q ON q.id = u.question_id
      JOIN benchmarks b ON b.id = q.benchmark_id GROUP BY b.name ORDER BY b.name
      """
    ) { row in
      let benchmark = try row.text(0)
      let count = try row.int(1)
      let hasTemplates = try row.int(2) > 0
      return Finding(
        kind: .unknownPrompts, subject: benchmark, rows: count,
        text: "\(count) judge prompt\(count == 1 ? "" : "s") of \(benchmark) "
          + "\(count == 1 ? "is" : "are") not what any known template, question and answer give"
          + (hasTemplates ? "" : "; no judge prompts were imported"),
        command: CommandText.of("import", "PATH/judge_prompts.jsonl"))
    }
  }
}

/// Records that could not be imported.
struct RejectFindings {
  let findings: [Finding]

  init(_ connection: Connection) throws {
    findings = try connection.all(
      """
      SELECT s.source_key, min(p.path), count(DISTINCT r.line) FROM rejects r
      JOIN sources s ON s.id = r.source_id JOIN source_paths p ON p.source_id = s.id
      GROUP BY s.source_key ORDER BY min(p.path), s.source_key
      """
    ) { row in
      let path = try row.text(1)
      let count = try row.int(2)
      return Finding(
        kind: .rejects, subject: path, rows: count,
        text: "\(count) record\(count == 1 ? "" : "s") of \(path) could not be read",
        command: CommandText.of("list", "rejects"))
    }
  }
}
