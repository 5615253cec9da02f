package import Storage

/// Appends statements and brings the boards up to date with them, in its caller's transaction.
package struct StatementWriter {
  private let connection: Connection
  private let author: String
  private let reason: String

  /// - Throws: `StatementError.noReason`.
  package init(_ connection: Connection, author: String, reason: String) throws {
    guard reason.contains(where: { !$0.isWhitespace }) else { throw StatementError.noReason }
    self.connection = connection
    self.author = author
    self.reason = reason
  }

  /// Makes statements.
  ///
  /// - Throws: `StatementError`, when one of them says nothing new; then none is made.
  package func state(_ drafts: [StatementDraft]) throws -> [StatementEntry] {
    let standing = StatementEntry.standing(try StatementEntry.all(connection, asOf: nil))
    return try appending { now in
      try drafts.map { draft in
        try refuseWhatIsSaid(draft, standing)
        return StatementEntry(
          draft, reverses: nil, author: author, reason: reason, recordedAt: now)
      }
    }
  }

  /// Takes statements back, or the taking back of some; those that are taken back are left.
  package func takeBack(_ entries: [StatementEntry]) throws -> [StatementEntry] {
    let takenBack = Set(try StatementEntry.all(connection, asOf: nil).compactMap(\.reverses))
    let left = entries.filter { !takenBack.contains($0.key) }
    guard !left.isEmpty else { throw StatementError.alreadyTakenBack(entries.map(\.key)) }
    return try appending { now in
      left.map {
        StatementEntry($0.draft, reverses: $0.key, author: author, reason: reason, recordedAt: now)
      }
    }
  }

  // MARK: - Private

  private func appending(_ entries: (Int64) throws -> [StatementEntry]) throws -> [StatementEntry] {
    let before = try StatementEffects(connection)
    let entries = try entries(try KnownSource.nextInstant(connection))
    for entry in entries { try insert(entry) }
    let facts = try FactFilter(connection)
    try facts.effects.save(connection)
    try BoardRollup(connection, facts).recompute(
      try facts.effects.boardsChanged(since: before, connection))
    return entries
  }

  private func refuseWhatIsSaid(_ draft: StatementDraft, _ standing: [StatementEntry]) throws {
    // A later value replaces an earlier one; the same value again says nothing.
    let last = standing.last { entry in
      let said = entry.draft
      return said.action == draft.action && said.target == draft.target && said.name == draft.name
        && said.other == draft.other
    }
    if let last, last.draft == draft { throw StatementError.alreadySaid(last) }
    guard let other = draft.other else { return }
    let ids = try TargetIDs(connection)
    let effects = try StatementEffects(connection)
    let aliases = draft.action == .sameModel ? effects.models : effects.judges
    guard let left = try ids.id(of: draft.target, draft.targetKind),
      let right = try ids.id(of: other, draft.targetKind)
    else { return }
    if aliases.root(of: left) == aliases.root(of: right) {
      throw StatementError.alreadyOne(kind: draft.targetKind.rawValue)
    }
    if draft.action == .sameJudge, try mode(ofJudge: left) != mode(ofJudge: right) {
      throw StatementError.modesDiffer
    }
  }

  private func mode(ofJudge id: Int64) throws -> String? {
    try connection.first(
      """
      SELECT c.mode FROM judges j JOIN configurations c ON c.id = j.configuration_id
      WHERE j.id = $1
      """, [.integer(id)]
    ) { try $0.text(0) }
  }

  private func insert(_ entry: StatementEntry) throws {
    let draft = entry.draft
    try connection.execute(
      """
      INSERT INTO statements (statement_key, action, target_kind, target_key, other_key, name,
        value, reverses_key, author, reason, recorded_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        .bytes(entry.key.bytes), .text(draft.action.rawValue), .text(draft.targetKind.rawValue),
        .bytes(draft.target.bytes), draft.other.map { .bytes($0.bytes) } ?? .null,
        .optional(draft.name), .optional(draft.value),
        entry.reverses.map { .bytes($0.bytes) } ?? .null, .text(entry.author),
        .text(entry.reason), .integer(entry.recordedAt),
      ])
  }
}

extension Store {
  /// Makes statements, all or none, and brings the boards up to date.
  ///
  /// - Parameters:
  ///   - author: who says so.
  ///   - reason: why; must not be blank.
  /// - Throws: `StatementError`; what the store throws.
  /// - Complexity: O(judgments of the models it concerns).
  public func state(
    _ drafts: [StatementDraft], author: String, reason: String
  ) async throws -> [StatementEntry] {
    try await database.write { connection in
      try StatementWriter(connection, author: author, reason: reason).state(drafts)
    }
  }

  /// Takes statements back; taking back what takes back makes the first ones stand again.
  ///
  /// - Throws: `StatementError`; what the store throws.
  public func takeBack(
    _ entries: [StatementEntry], author: String, reason: String
  ) async throws -> [StatementEntry] {
    try await database.write { connection in
      try StatementWriter(connection, author: author, reason: reason).takeBack(entries)
    }
  }
}
