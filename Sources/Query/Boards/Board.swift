internal import Storage
internal import Warehouse

/// One board as the store has it.
struct Board {
  let id: Int64
  let key: Key
  let benchmarkID: Int64
  let judgeID: Int64
  let mode: JudgingMode
  let benchmark: String
  let judge: String
  /// Of the judge, and of those that people say are the same one.
  let judgeKeys: [Key]
  /// Whether the judge is a person.
  let isPerson: Bool
  /// nil: not stated.
  let protocolName: String?
  /// What is not known of the judge, in words.
  let unknownParts: [String]
  /// What is known of it beside name and protocol, in words.
  let knownParts: [String]
  /// The host that the judge was asked at; nil: not known.
  let endpoint: String?
  /// nil: not known.
  let temperature: Double?
  /// What people say its scores lie between; nil: nothing.
  let statedScale: ClosedRange<Double>?

  /// The boards a query is about, in order of benchmark, mode, judge and key.
  ///
  /// - Throws: `NameError` for a benchmark or a judge that the store does not have.
  static func matching(
    _ query: BoardQuery, _ connection: Connection, _ effects: StatementEffects
  ) throws -> [Board] {
    let boards = try all(connection, effects)
    try NameError.check(
      query.benchmark, kind: "benchmark", among: try benchmarkNames(connection))
    try NameError.check(
      query.judge.map { String($0.prefix { $0 != "@" }) }, kind: "judge",
      among: boards.map(\.judge))
    if let judge = query.judge, !boards.contains(where: { $0.isJudged(by: judge) }) {
      throw NameError.unknown(kind: "judge", name: judge, nearest: nil)
    }
    return boards.filter { board in
      (query.benchmark.map { $0 == board.benchmark } ?? true)
        && (query.mode.map { $0.judging == board.mode } ?? true)
        && (query.judge.map(board.isJudged(by:)) ?? true)
    }
  }

  /// Whether a name, or `NAME@DIGEST`, means the board's judge.
  func isJudged(by name: String) -> Bool {
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return judge == name }
    return judge == parts[0]
      && judgeKeys.contains { $0.description.hasPrefix(parts[1].lowercased()) }
  }

  // MARK: - Private

  private static func benchmarkNames(_ connection: Connection) throws -> [String] {
    try connection.all("SELECT name FROM benchmarks ORDER BY name") { try $0.text(0) }
  }

  private static func all(
    _ connection: Connection, _ effects: StatementEffects
  ) throws -> [Board] {
    var keys: [Int64: Key] = [:]
    try connection.forEach("SELECT id, judge_key FROM judges") { row in
      keys[try row.integer(0)] = Key(try row.bytes(1))
    }
    return try connection.all(
      """
      SELECT b.id, b.board_key, b.benchmark_id, b.judge_id, b.mode, n.name, c.requested_model,
        p.name, j.resolved_model, e.host, c.temperature, c.kind
      FROM boards b
      JOIN benchmarks n ON n.id = b.benchmark_id
      JOIN judges j ON j.id = b.judge_id
      JOIN configurations c ON c.id = j.configuration_id
      LEFT JOIN protocols p ON p.id = c.protocol_id
      LEFT JOIN endpoints e ON e.id = c.endpoint_id
      ORDER BY n.name, b.mode DESC, c.requested_model, j.judge_key
      """
    ) { row in
      let judgeID = try row.integer(3)
      guard effects.judges.root(of: judgeID) == judgeID else { return nil }
      let members = effects.judges.members(of: judgeID)
      return try Board(
        row, judgeKeys: members.compactMap { keys[$0] },
        effects.judgeFacts[judgeID] ?? JudgeFacts())
    }
    .compactMap { $0 }
  }

  private init(_ row: borrowing Row, judgeKeys: [Key], _ facts: JudgeFacts) throws {
    guard let key = Key(try row.bytes(1)), let mode = JudgingMode(rawValue: try row.text(4))
    else { throw StorageError(.decoding, "board \(try row.integer(0)) cannot be read") }
    id = try row.integer(0)
    self.key = key
    benchmarkID = try row.integer(2)
    judgeID = try row.integer(3)
    self.mode = mode
    benchmark = try row.text(5)
    judge = try row.text(6)
    self.judgeKeys = judgeKeys
    protocolName = row.optionalText(7)
    let kind = try row.text(11)
    let isModel = kind == "model"
    isPerson = kind == "person"
    endpoint = facts.endpoint ?? row.optionalText(9)
    temperature = facts.temperature ?? row.optionalReal(10)
    let parts = [
      ("version", facts.version ?? row.optionalText(8)),
      ("endpoint", endpoint),
      ("temperature", temperature.map { "\($0)" }),
      ("protocol", protocolName),
    ]
    unknownParts = isModel ? parts.filter { $0.1 == nil }.map(\.0) : []
    knownParts = parts.dropLast().compactMap { name, value in value.map { "\(name) \($0)" } }
    statedScale = facts.scale
  }
}
