internal import Storage
internal import Warehouse

/// Judges of whom too little is known, and scores on scales that nobody stated.
struct JudgeFindings {
  let findings: [Finding]

  init(_ reader: StandingReader) throws {
    // One judge may have judged several benchmarks.
    var judges: [(name: String, board: Board)] = []
    var unknownRows: [String: Int] = [:]
    var scales: [Finding] = []
    for board in try reader.boards() {
      let models = try BoardModel.stored(reader.connection, boardID: board.id, withSlots: false)
      guard !models.isEmpty, let key = board.judgeKeys.first else { continue }
      let judge = "\(board.judge)@\(key.short)"
      unknownRows[judge, default: 0] += models.map { $0.n + $0.failed }.reduce(0, +)
      if !judges.contains(where: { $0.name == judge }) { judges.append((judge, board)) }
      if let finding = Self.scale(board, judge, models) { scales.append(finding) }
    }
    findings =
      scales
      + judges.compactMap { judge, board in
        Self.unknownParts(board, judge, rows: unknownRows[judge] ?? 0)
      }
  }

  // MARK: - Private

  private static func unknownParts(_ board: Board, _ judge: String, rows: Int) -> Finding? {
    // Which protocol made a prompt is a matter of templates, not of what a person remembers.
    let parts = board.unknownParts.filter { $0 != "protocol" }
    guard !parts.isEmpty else { return nil }
    let fields = parts.map { "\($0)=\($0.uppercased())" }.joined(separator: " ")
    return Finding(
      kind: .unknownJudge, subject: judge, rows: rows,
      text: "nobody said of judge \(judge) (\(board.mode.rawValue)): "
        + parts.joined(separator: ", "),
      command: "\(CommandText.of("correct", "judge", judge)) \(fields) --reason WHY")
  }

  /// Scores that do not fit the scale, or that lie outside 1 to 10 where no scale is known.
  private static func scale(
    _ board: Board, _ judge: String, _ models: [BoardModel]
  ) -> Finding? {
    guard board.mode == .single else { return nil }
    let strange = models.filter { model in
      guard let range = model.range else { return false }
      let scale = board.statedScale ?? model.scale ?? 1...10
      return range.lowerBound < scale.lowerBound || range.upperBound > scale.upperBound
    }
    let ranges = strange.compactMap(\.range)
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max()
    else { return nil }
    func words(_ bound: Double) -> String { Int(exactly: bound).map { "\($0)" } ?? "\(bound)" }
    let known = board.statedScale ?? strange.compactMap(\.scale).first
    let against =
      known.map { "the scale is \(words($0.lowerBound)) to \(words($0.upperBound))" }
      ?? "no known prompt states a scale"
    return Finding(
      kind: .scale, subject: judge, rows: strange.map(\.n).reduce(0, +),
      text: "\(board.judge) gives scores from \(words(low)) to \(words(high)) on "
        + "\(board.benchmark), and \(against)",
      command: CommandText.of(
        "correct", "judge", judge, "scale=LOW..HIGH", "--reason", "WHY"))
  }
}
