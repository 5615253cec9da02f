internal import Storage
internal import Warehouse

extension ThingFinder {
  /// A model, with its place on every board.
  func model(_ name: String) throws -> [Thing] {
    try checkModel(name)
    let boards = try connection.all(
      """
      SELECT b.name, c.requested_model, x.n, x.score_sum, o.mode, x.wins, x.losses, x.ties,
        x.answer_set, x.answer_sets
      FROM board_models x JOIN boards o ON o.id = x.board_id
      JOIN models m ON m.id = x.model_id JOIN benchmarks b ON b.id = o.benchmark_id
      JOIN judges j ON j.id = o.judge_id JOIN configurations c ON c.id = j.configuration_id
      WHERE m.name = $1 ORDER BY b.name, c.requested_model, o.board_key
      """, [.text(name)]
    ) { row -> (name: String, value: Cell) in
      let n = try row.int(2)
      let sum = try row.real(3)
      let result =
        try row.text(4) == "single"
        ? "\(n > 0 ? DecimalText.fixed(sum / Double(n), digits: 2) : "no score") over \(n) scores"
        : "\(try row.int(5)) wins, \(try row.int(6)) losses, \(try row.int(7)) ties"
      let sets = try row.int(9)
      let which = sets > 1 ? " (answer set \(try row.int(8)) of \(sets))" : ""
      return ("board", .text("\(try row.text(0)) judged by \(try row.text(1)): \(result)\(which)"))
    }
    return try one(
      "model \(name)",
      """
      SELECT model_key AS digest, base_model, adapter, revision, path, provider FROM models
      WHERE name = $1 ORDER BY model_key
      """, ["digest", "base model", "adapter", "revision", "path", "provider"], [.text(name)]
    ).map { Thing(title: $0.title, fields: $0.fields + boards) }
  }

  /// A judge by name or `NAME@DIGEST`: every version of that name.
  func judge(_ name: String) throws -> [Thing] {
    let wanted = DigestName(name)
    let known = try connection.all("SELECT requested_model FROM configurations") { try $0.text(0) }
    try NameError.check(wanted.name, kind: "judge", among: known)
    return try one(
      "judge \(wanted.name)",
      """
      SELECT j.judge_key, c.kind, c.mode, p.name, j.resolved_model, e.host, c.temperature,
        c.max_tokens, j.parser
      FROM judges j JOIN configurations c ON c.id = j.configuration_id
      LEFT JOIN protocols p ON p.id = c.protocol_id LEFT JOIN endpoints e ON e.id = c.endpoint_id
      WHERE c.requested_model = $1 ORDER BY c.mode DESC, j.judge_key
      """,
      [
        "digest", "kind", "mode", "protocol", "version", "endpoint", "temperature", "max tokens",
        "parser",
      ], [.text(wanted.name)]
    ).filter { wanted.fits($0) }
  }

  /// A judge prompt by name or `NAME@DIGEST`: every version of that name.
  func template(_ name: String) throws -> [Thing] {
    let wanted = DigestName(name)
    let known = try connection.all("SELECT name FROM prompt_templates") { try $0.text(0) }
    try NameError.check(wanted.name, kind: "template", among: known)
    return try one(
      "template \(wanted.name)",
      """
      SELECT r.record_key, t.mode, t.category, t.output_format, t.description, t.scale_low,
        t.scale_high, s.content, b.content
      FROM prompt_templates t JOIN records r ON r.id = t.record_id
      JOIN texts b ON b.id = t.body_text_id LEFT JOIN texts s ON s.id = t.system_text_id
      WHERE t.name = $1 ORDER BY r.record_key
      """,
      [
        "digest", "mode", "category", "output format", "description", "scale low", "scale high",
        "system prompt", "body",
      ], [.text(wanted.name)]
    ).filter { wanted.fits($0) }
  }

  /// A source by its path or the first digits of its digest.
  func source(_ name: String) throws -> [Thing] {
    let things = try one(
      "source",
      """
      SELECT s.source_key, p.path, s.format, s.kind, b.name, s.byte_count, u.person, s.recorded_at
      FROM sources s JOIN source_paths p ON p.source_id = s.id
      JOIN runs u ON u.id = s.run_id LEFT JOIN benchmarks b ON b.id = s.benchmark_id
      ORDER BY p.path, s.source_key
      """, ["digest", "path", "format", "kind", "benchmark", "bytes", "imported by", "imported at"]
    )
    let found = things.filter { thing in
      thing.fields.contains { $0.name == "path" && $0.value == .text(name) }
        || DigestName("@\(name)").fits(thing)
    }
    guard found.isEmpty else { return found }
    let paths = things.flatMap(\.fields).compactMap { field -> String? in
      if case .text(let path) = field.value, field.name == "path" { path } else { nil }
    }
    throw NameError.unknown(
      kind: "source", name: name, nearest: NameError.nearest(to: name, among: paths))
  }

  /// A run by the first digits of its digest, or the `last`.
  func run(_ name: String) throws -> [Thing] {
    let things = try one(
      "run",
      """
      SELECT r.run_key, r.kind, e.name, r.person, r.tool_version, r.recorded_at,
        (SELECT count(*) FROM sources s WHERE s.run_id = r.id), r.configuration
      FROM runs r LEFT JOIN experiments e ON e.id = r.experiment_id
      ORDER BY r.recorded_at DESC, r.run_key
      """,
      [
        "digest", "kind", "experiment", "person", "tool version", "at", "sources",
        "configuration",
      ])
    let found = name == "last" ? things.first : things.first { DigestName("@\(name)").fits($0) }
    guard let found else { throw NameError.unknown(kind: "run", name: name, nearest: "last") }
    return [found]
  }

  /// A record by the first digits of its digest.
  func record(_ prefix: String) throws -> [Thing] {
    let records = try connection.all("SELECT id, kind, record_key, extra FROM records") { row in
      (
        id: try row.integer(0), kind: try row.text(1), key: Key(try row.bytes(2)),
        extra: row.optionalText(3)
      )
    }
    .filter { $0.key?.description.hasPrefix(prefix.lowercased()) ?? false }
    guard let record = records.first, records.count == 1 else {
      guard records.isEmpty else {
        throw NameError.ambiguous(
          kind: "record", name: prefix, candidates: records.prefix(5).compactMap { $0.key?.short })
      }
      throw NameError.unknown(kind: "record", name: prefix, nearest: nil)
    }
    if record.kind == "judgment" {
      return try JudgmentFinder(connection).judgments(
        where: "j.record_id = $1", [.integer(record.id)]
      )
      .map { Thing(title: $0.thing.title, fields: $0.thing.fields + (try origin(record.id))) }
    }
    return [
      Thing(
        title: "\(record.kind) \(record.key?.short ?? "")",
        fields: [("kept fields", Cell(record.extra))] + (try origin(record.id)))
    ]
  }

  // MARK: - Private

  /// A thing for every row of a query, its columns named in order.
  private func one(
    _ title: String, _ sql: String, _ names: [String], _ values: [SQLValue] = []
  ) throws -> [Thing] {
    try connection.all(sql, values) { row in
      var fields: [(name: String, value: Cell)] = []
      for (index, name) in names.enumerated() {
        fields.append((name, try Self.cell(row, index, isTime: name.hasSuffix("at"))))
      }
      return Thing(title: title, fields: fields)
    }
  }

  private static func cell(_ row: borrowing Row, _ index: Int, isTime: Bool) throws -> Cell {
    switch try row.value(index) {
    case .null: .null
    case .integer(let value): isTime ? .time(nanoseconds: value) : .integer(value)
    case .real(let value): .real(value)
    case .text(let value): .text(value)
    case .bytes(let value): Cell(Key(value)?.short)
    case .digest(let high, let low):
      Cell(Key(SQLValue.digestBytes(high: high, low: low))?.short)
    case .utf8(let value): .text(String(decoding: value, as: UTF8.self))
    }
  }
}

/// `NAME`, or `NAME@DIGEST` with the first digits.
struct DigestName {
  let name: String
  private let prefix: String?

  init(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    name = String(parts[0])
    prefix = parts.count == 2 ? parts[1].lowercased() : nil
  }

  /// A name that has no digest, though it may have an `@`.
  init(whole name: String) {
    self.name = name
    prefix = nil
  }

  /// Whether a key begins as the name says.
  func fits(_ key: Key) -> Bool {
    prefix.map { !$0.isEmpty && key.description.hasPrefix($0) } ?? true
  }

  /// Whether the thing's digest begins as the name says.
  func fits(_ thing: Thing) -> Bool {
    guard let prefix else { return true }
    return thing.fields.contains { field in
      guard field.name == "digest", case .text(let digest) = field.value else { return false }
      return !prefix.isEmpty && digest.hasPrefix(prefix.prefix(12))
    }
  }
}
