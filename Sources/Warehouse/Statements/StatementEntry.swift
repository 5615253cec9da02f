package import Storage

/// A statement as the store keeps it.
public struct StatementEntry: Sendable, Hashable {
  /// Names it.
  public let key: Key
  /// What it says.
  public let draft: StatementDraft
  /// The statement that it takes back; nil: none, it says something itself.
  public let reverses: Key?
  /// Who said it.
  public let author: String
  /// Why.
  public let reason: String
  /// When the store learnt it, in nanoseconds since 1970 UTC.
  public let recordedAt: Int64

  init(
    _ draft: StatementDraft, reverses: Key?, author: String, reason: String, recordedAt: Int64
  ) {
    self.draft = draft
    self.reverses = reverses
    self.author = author
    self.reason = reason
    self.recordedAt = recordedAt
    var form = CanonicalForm("statement")
    form.add(draft.action.rawValue)
    form.add(draft.targetKind.rawValue)
    form.add(draft.target)
    form.add(draft.other)
    form.add(draft.name)
    form.add(draft.value)
    form.add(reverses)
    form.add(author)
    form.add(reason)
    form.add(recordedAt)
    key = form.key()
  }

  /// Every statement of the store up to an instant, in order of time.
  ///
  /// - Parameter asOf: inclusive; nil: all.
  package static func all(_ connection: Connection, asOf: Int64?) throws -> [StatementEntry] {
    try connection.all(
      """
      SELECT action, target_kind, target_key, other_key, name, value, reverses_key, author, reason,
        recorded_at
      FROM statements WHERE recorded_at <= $1 ORDER BY recorded_at, statement_key
      """, [.integer(asOf ?? .max)]
    ) { row in try StatementEntry(row) }
  }

  /// Those of some statements that stand: not taken back, or taken back by one that was itself.
  ///
  /// Taking back is no statement of its own and is not among them.
  ///
  /// - Parameter entries: in order of time.
  package static func standing(_ entries: [StatementEntry]) -> [StatementEntry] {
    var takenBack: Set<Key> = []
    var standing: [StatementEntry] = []
    for entry in entries.reversed() where !takenBack.contains(entry.key) {
      if let reverses = entry.reverses {
        takenBack.insert(reverses)
      } else {
        standing.append(entry)
      }
    }
    return standing.reversed()
  }

  // MARK: - Private

  private init(_ row: borrowing Row) throws {
    guard let action = StatementAction(rawValue: try row.text(0)),
      let kind = StatementTargetKind(rawValue: try row.text(1)),
      let target = Key(try row.bytes(2))
    else { throw StorageError(.decoding, "a statement cannot be read") }
    let draft = StatementDraft(
      action, kind, target, other: row.optionalBytes(3).flatMap { Key($0) },
      name: row.optionalText(4), value: row.optionalText(5))
    self.init(
      draft, reverses: row.optionalBytes(6).flatMap { Key($0) }, author: try row.text(7),
      reason: try row.text(8), recordedAt: try row.integer(9))
  }
}
