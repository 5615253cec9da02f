internal import Storage
internal import Warehouse

/// What people stated, the newest first; what one command said of many records is one row.
struct StatementList {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func report(_ parameters: [Report.Parameter]) throws -> Report {
    let entries = try StatementEntry.all(connection, asOf: nil)
    let standing = Set(StatementEntry.standing(entries).map(\.key))
    var rows: [Row] = []
    for entry in entries.reversed() {
      let row = Row(
        first: entry, target: try name(entry.draft.target, entry.draft.targetKind),
        other: try entry.draft.other.flatMap { try name($0, entry.draft.targetKind) },
        stands: entry.reverses == nil ? standing.contains(entry.key) : nil)
      if let last = rows.last, last.isSaidWith(row) {
        rows[rows.count - 1].count += 1
      } else {
        rows.append(row)
      }
    }
    return Report(
      name: "list", parameters: parameters, columns: Array(Self.fields),
      sections: [Report.Section(title: "", rows: rows.map { Report.Row($0, Self.fields) })])
  }

  // MARK: - Private

  private struct Row {
    let first: StatementEntry
    let target: String
    let other: String?
    /// nil: it takes another back.
    let stands: Bool?
    var count = 1

    /// Whether one command said the same of both.
    func isSaidWith(_ row: Row) -> Bool {
      let drafts = (first.draft, row.first.draft)
      return first.recordedAt == row.first.recordedAt && stands == row.stands
        && drafts.0.action == drafts.1.action && drafts.0.name == drafts.1.name
        && drafts.0.value == drafts.1.value && other == row.other
    }
  }

  private static var fields: [Field<Row>] {
    [
      .text("digest") { .text($0.first.key.short) },
      .text("action") { .text($0.first.draft.action.rawValue) },
      .text("target_kind") { .text($0.first.draft.targetKind.rawValue) },
      .text("target") { .text($0.count == 1 ? $0.target : "\($0.target) …") },
      .number("targets", unit: "rows") { Cell($0.count) },
      .text("other") { Cell($0.other) },
      .text("name") { Cell($0.first.draft.name) },
      .text("value") { Cell($0.first.draft.value) },
      .text("takes_back") { Cell($0.first.reverses?.short) },
      .text("stands") { Cell($0.stands) },
      .text("author") { .text($0.first.author) },
      .text("reason") { .text($0.first.reason) },
      .text("recorded_at", unit: "time", .whenSpace(priority: 1)) {
        Cell(time: $0.first.recordedAt)
      },
    ]
  }

  /// What people call a target; its digest where it has no name.
  private func name(_ key: Key, _ kind: StatementTargetKind) throws -> String {
    let sql: String? =
      switch kind {
      case .model: "SELECT name FROM models WHERE model_key = $1"
      case .judge:
        """
        SELECT c.requested_model FROM judges j JOIN configurations c ON c.id = j.configuration_id
        WHERE j.judge_key = $1
        """
      case .source:
        """
        SELECT p.path FROM sources s JOIN source_paths p ON p.source_id = s.id
        WHERE s.source_key = $1 ORDER BY p.path
        """
      case .record, .run: nil
      }
    let name = try sql.flatMap { sql in
      try connection.first(sql, [.bytes(key.bytes)]) { try $0.text(0) }
    }
    guard kind == .judge, let name else { return name ?? key.short }
    return "\(name)@\(key.short)"
  }
}
