internal import Storage
public import Warehouse

/// Finds what a statement is to be about by the names that people use.
public struct TargetFinder: Sendable {
  private let benchmark: String?
  private let judge: String?

  /// A finder of targets.
  ///
  /// - Parameters:
  ///   - benchmark: of judgments and answer sets; nil: of any.
  ///   - judge: of judgments and answer sets, `NAME` or `NAME@DIGEST`; nil: any.
  public init(benchmark: String? = nil, judge: String? = nil) {
    self.benchmark = benchmark
    self.judge = judge
  }

  /// The targets that a name means; several only for `set` and `repeats`.
  ///
  /// - Throws: `NameError` where there is none, or where a name fits several.
  public func targets(
    _ kind: StatementTarget.Kind, _ name: String, on store: Store
  ) async throws -> [StatementTarget] {
    try await store.database.read { [self] connection in
      switch kind {
      case .source: [try source(name, connection)]
      case .record: [try record(name, connection)]
      case .judgment: [try judgment(name, connection)]
      case .model: [try model(name, connection)]
      case .judge: [try judge(name, connection)]
      case .run: [try run(name, connection)]
      case .set: try records(ofSet: name, connection)
      case .repeats: try records(superseding: name, connection)
      }
    }
  }

  /// The statement whose digest begins so, with all that one command stated with it.
  ///
  /// - Parameter alone: only that one.
  /// - Throws: `NameError` where there is none, or several.
  public func statements(
    _ prefix: String, alone: Bool, on store: Store
  ) async throws -> [StatementEntry] {
    try await store.database.read { connection in
      let entries = try StatementEntry.all(connection, asOf: nil)
      let found = entries.filter { $0.key.description.hasPrefix(prefix.lowercased()) }
      let named = try Self.only(found, "statement", prefix) { $0.key.short }
      return alone ? [named] : entries.filter { $0.recordedAt == named.recordedAt }
    }
  }

  // MARK: - Private

  private func source(_ name: String, _ connection: Connection) throws -> StatementTarget {
    let sources = try connection.all(
      """
      SELECT s.source_key, p.path FROM sources s JOIN source_paths p ON p.source_id = s.id
      ORDER BY p.path, s.source_key
      """
    ) { row in (key: Key(try row.bytes(0)), path: try row.text(1)) }
    func isDigest(_ key: Key?) -> Bool {
      key?.description.hasPrefix(name.lowercased()) ?? false
    }
    // The whole path, then its end, then the digest; several files may have had one path.
    let found = [
      sources.filter { $0.path == name }, sources.filter { $0.path.hasSuffix("/" + name) },
      sources.filter { isDigest($0.key) },
    ].first { !$0.isEmpty }
    guard let found else {
      throw NameError.unknown(
        kind: "source", name: name,
        nearest: NameError.nearest(to: name, among: sources.map(\.path)))
    }
    let paths = Dictionary(
      found.compactMap { source in source.key.map { ($0, source.path) } },
      uniquingKeysWith: { first, _ in first })
    let key = try Self.only(paths.keys.sorted(), "source", name) {
      "\($0.short) (\(paths[$0] ?? ""))"
    }
    return StatementTarget(kind: .source, key: key)
  }

  private func record(_ prefix: String, _ connection: Connection) throws -> StatementTarget {
    let keys = try connection.all("SELECT record_key FROM records") { Key(try $0.bytes(0)) }
      .compactMap { $0 }.filter { $0.description.hasPrefix(prefix.lowercased()) }
    return StatementTarget(
      kind: .record, key: try Self.only(keys, "record", prefix) { $0.short })
  }

  private func judgment(_ name: String, _ connection: Connection) throws -> StatementTarget {
    guard let colon = name.lastIndex(of: ":") else {
      throw NameError.unknown(kind: "judgment", name: name, nearest: "MODEL:QUESTION.TURN")
    }
    let slot = try QuestionSlot.find(
      String(name[name.index(after: colon)...]), benchmark: benchmark, connection)
    let model = String(name[..<colon])
    try ThingFinder(connection).checkModel(model)
    let keys = try connection.all(
      """
      SELECT DISTINCT r.record_key, j.turn, c.requested_model, k.judge_key
      FROM judgments j JOIN records r ON r.id = j.record_id
      JOIN models m ON m.id = j.model_id JOIN judges k ON k.id = j.judge_id
      JOIN configurations c ON c.id = k.configuration_id
      WHERE j.question_id = $1 AND m.name = $2 ORDER BY r.record_key
      """, [.integer(slot.questionID), .text(model)]
    ) { row -> Key? in
      let turn = row.optionalInteger(1).map { Int($0) }
      guard slot.turn == nil || slot.turn == turn else { return nil }
      let judgedBy = try row.text(2)
      let wanted = DigestName(judge ?? judgedBy)
      guard let judgeKey = Key(try row.bytes(3)), wanted.name == judgedBy, wanted.fits(judgeKey)
      else { return nil }
      return Key(try row.bytes(0))
    }
    .compactMap { $0 }
    return StatementTarget(kind: .record, key: try Self.only(keys, "judgment", name) { $0.short })
  }

  private func model(_ name: String, _ connection: Connection) throws -> StatementTarget {
    try named(
      name, "model", .model, "SELECT name, model_key FROM models ORDER BY name, model_key",
      connection)
  }

  private func judge(_ name: String, _ connection: Connection) throws -> StatementTarget {
    try named(
      name, "judge", .judge,
      """
      SELECT c.requested_model, j.judge_key FROM judges j
      JOIN configurations c ON c.id = j.configuration_id ORDER BY c.requested_model, j.judge_key
      """, connection)
  }

  /// `NAME`, or `NAME@DIGEST`, among names and keys.
  private func named(
    _ name: String, _ words: String, _ kind: StatementTargetKind, _ sql: String,
    _ connection: Connection
  ) throws -> StatementTarget {
    let known = try connection.all(sql) { row in (try row.text(0), Key(try row.bytes(1))) }
    // A model's own name may have an @ in it.
    let wanted = known.contains { $0.0 == name } ? DigestName(whole: name) : DigestName(name)
    try NameError.check(wanted.name, kind: words, among: known.map(\.0))
    let keys = known.filter { $0.0 == wanted.name }.compactMap(\.1).filter(wanted.fits)
    return StatementTarget(
      kind: kind, key: try Self.only(keys, words, name) { "\(wanted.name)@\($0.short)" })
  }

  private func run(_ name: String, _ connection: Connection) throws -> StatementTarget {
    let keys = try connection.all(
      "SELECT run_key FROM runs ORDER BY recorded_at DESC, run_key"
    ) { Key(try $0.bytes(0)) }.compactMap { $0 }
    let found =
      name == "last"
      ? Array(keys.prefix(1)) : keys.filter { $0.description.hasPrefix(name.lowercased()) }
    return StatementTarget(kind: .run, key: try Self.only(found, "run", name) { $0.short })
  }

  /// The one of some candidates.
  static func only<Candidate>(
    _ found: [Candidate], _ kind: String, _ name: String, _ words: (Candidate) -> String
  ) throws -> Candidate {
    guard let first = found.first else {
      throw NameError.unknown(kind: kind, name: name, nearest: nil)
    }
    guard found.count == 1 else {
      throw NameError.ambiguous(kind: kind, name: name, candidates: found.prefix(8).map(words))
    }
    return first
  }

  // MARK: - Answer sets

  /// - Throws: `TargetError` also for the only set of a model, which is `exclude model`'s to take.
  private func records(ofSet name: String, _ connection: Connection) throws -> [StatementTarget] {
    guard let wanted = ModelSet(name) else {
      throw NameError.unknown(kind: "answer set", name: name, nearest: "\(name)@1")
    }
    return try records(wanted.model, connection, none: "answer set \(name)") {
      computation, board, modelID in
      let found = try computation.model(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: modelID, set: wanted.set,
        mode: board.mode)
      // Sets are counted anew without what was excluded: the same command again would mean another.
      guard let found, found.model.answerSets > 1 else { return [] }
      return found.records
    }
  }

  private func records(
    superseding name: String, _ connection: Connection
  ) throws -> [StatementTarget] {
    try records(name, connection, none: "repeated judgment of \(name)") {
      computation, board, modelID in
      try computation.superseded(
        benchmarkID: board.benchmarkID, judgeID: board.judgeID, modelID: modelID)
    }
  }

  private func records(
    _ model: String, _ connection: Connection, none: String,
    _ select: (BoardComputation, Board, Int64) throws -> Set<Int64>
  ) throws -> [StatementTarget] {
    try ThingFinder(connection).checkModel(model)
    var query = BoardQuery()
    query.benchmark = benchmark
    query.judge = judge
    let facts = try FactFilter(connection)
    let computation = try BoardComputation(connection, facts)
    guard let modelID = try ModelNames(connection, facts.effects).id(of: model) else { return [] }
    let records = try Board.matching(query, connection, facts.effects).flatMap {
      try select(computation, $0, modelID)
    }
    let key = try connection.prepare("SELECT record_key FROM records WHERE id = $1")
    let keys = try Set(records).compactMap { record in
      try key.first([.integer(record)]) { Key(try $0.bytes(0)) } ?? nil
    }
    guard !keys.isEmpty else { throw TargetError.nothing(none) }
    return keys.sorted().map { StatementTarget(kind: .record, key: $0) }
  }
}

/// A name that means nothing here, though what it is part of is known.
public enum TargetError: Error, Equatable, CustomStringConvertible {
  case nothing(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .nothing(let what):
      "there is no \(what) beside others that stand; `scorehouse doctor` shows what is in doubt"
    }
  }
}
