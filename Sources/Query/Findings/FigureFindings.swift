internal import Storage
internal import Warehouse

/// Reported figures that are not what the judgments give.
struct FigureFindings {
  let findings: [Finding]

  /// Figures are printed with six decimals at best, often with two.
  private static let tolerance = 0.005

  init(_ reader: StandingReader) throws {
    let figures = try Self.figures(reader)
    guard !figures.isEmpty else {
      findings = []
      return
    }
    var query = BoardQuery()
    query.reading = .fastchat
    let readings = try [reader, StandingReader(reader.connection, query)].map { reader in
      try Self.scores(reader, benchmarks: Set(figures.map(\.benchmark)))
    }
    var differing: [String: (figure: Figure, found: Double, count: Int)] = [:]
    for figure in figures {
      let candidates = readings.flatMap { $0[figure.slot] ?? [] }
        .filter { figure.judge == nil || figure.judge == $0.judge }.map(\.score)
      guard let nearest = candidates.min(by: { abs($0 - figure.value) < abs($1 - figure.value) }),
        abs(nearest - figure.value) > Self.tolerance
      else { continue }
      let name = figure.slot.model + "\u{0}" + figure.path
      differing[name] = (figure, nearest, (differing[name]?.count ?? 0) + 1)
    }
    findings = differing.sorted { $0.key < $1.key }.map { _, item in
      let figure = item.figure
      return Finding(
        kind: .reportedFigure, subject: figure.slot.model, rows: item.count,
        text: "\(figure.path) reports \(DecimalText.fixed(figure.value, digits: 3)) for "
          + "\(figure.slot.model)\(figure.slot.turn.map { " in turn \($0)" } ?? ""), the judgments give \(DecimalText.fixed(item.found, digits: 3))",
        command: CommandText.of("retract", figure.source.short, "--reason", "WHY"))
    }
  }

  // MARK: - Private

  private struct Slot: Hashable {
    let benchmark: String
    let model: String
    let turn: Int?
  }

  private struct Figure {
    let slot: Slot
    let judge: String?
    let value: Double
    let path: String
    let source: Key
    var benchmark: String { slot.benchmark }
  }

  private static func figures(_ reader: StandingReader) throws -> [Figure] {
    let names = try ModelNames(reader.connection, reader.facts.effects)
    return try reader.connection.all(
      """
      SELECT b.name, f.model_id, f.turn, f.judge_name, f.value, min(p.path), s.source_key
      FROM reported_figures f
      JOIN benchmarks b ON b.id = f.benchmark_id JOIN sources s ON s.id = f.source_id
      JOIN source_paths p ON p.source_id = s.id
      WHERE f.figure = 'score' AND f.category IS NULL AND NOT EXISTS (
        SELECT 1 FROM statements x JOIN standing_statements y ON y.statement_id = x.id
        WHERE x.action = 'retract' AND x.target_key = s.source_key)
      GROUP BY f.record_key, b.name, f.model_id, f.turn, f.judge_name, f.value, s.source_key
      ORDER BY f.record_key
      """
    ) { row in
      guard let source = Key(try row.bytes(6)) else { return nil }
      return Figure(
        slot: Slot(
          benchmark: try row.text(0),
          model: names[reader.facts.effects.models.root(of: try row.integer(1))],
          turn: row.optionalInteger(2).map { Int($0) }),
        judge: row.optionalText(3), value: try row.real(4), path: try row.text(5), source: source)
    }
    .compactMap { $0 }
  }

  private static func scores(
    _ reader: StandingReader, benchmarks: Set<String>
  ) throws -> [Slot: [(judge: String, score: Double)]] {
    var scores: [Slot: [(judge: String, score: Double)]] = [:]
    for board in try reader.boards()
    where board.mode == .single && benchmarks.contains(board.benchmark) {
      for standing in try reader.standings(board) {
        for turn in [nil, 1, 2] {
          let score = turn.map { standing.score(turn: $0) } ?? standing.score
          guard let score else { continue }
          let slot = Slot(benchmark: board.benchmark, model: standing.model, turn: turn)
          scores[slot, default: []].append((board.judge, score))
        }
      }
    }
    return scores
  }
}
