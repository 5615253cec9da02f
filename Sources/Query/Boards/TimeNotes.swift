internal import Storage
internal import Warehouse

/// What people must know of a reading that is bounded in time.
struct TimeNotes {
  /// A sentence each.
  let notes: [String]

  init(_ reader: StandingReader) throws {
    notes = [try Self.withoutTime(reader), try Self.learntLater(reader)].compactMap { $0 }
  }

  // MARK: - Private

  /// `--since` and `--until` ask when something happened; some files do not say.
  private static func withoutTime(_ reader: StandingReader) throws -> String? {
    guard reader.facts.needsTimes else { return nil }
    let count = try reader.connection.prepare(
      """
      SELECT count(DISTINCT j.record_id) FROM judgments j JOIN questions q ON q.id = j.question_id
      WHERE j.judge_id = $1 AND q.benchmark_id = $2 AND j.judged_at IS NULL
      """)
    let counts = try reader.boards().flatMap { board in
      try reader.facts.effects.judges.members(of: board.judgeID).map { judgeID in
        try count.first([.integer(judgeID), .integer(board.benchmarkID)]) { try $0.integer(0) } ?? 0
      }
    }
    let sum = counts.reduce(0, +)
    guard sum > 0 else { return nil }
    return "\(DecimalText.grouped(sum)) judgment\(sum == 1 ? "" : "s") without a time "
      + "\(sum == 1 ? "is" : "are") left out: nobody knows whether it fits --since and --until."
  }

  /// `--as-of` asks what the store knew; people often mean what had happened.
  private static func learntLater(_ reader: StandingReader) throws -> String? {
    guard let asOf = reader.facts.asOf else { return nil }
    func finds(_ sql: String) throws -> Bool {
      try reader.connection.first(sql, [.integer(asOf)]) { _ in true } ?? false
    }
    guard
      try !finds("SELECT 1 FROM records WHERE kind = 'judgment' AND recorded_at <= $1 LIMIT 1"),
      try finds("SELECT 1 FROM judgments WHERE judged_at <= $1 LIMIT 1")
    else { return nil }
    return "The store knew no judgment then, though some had been given; --until asks when "
      + "things happened."
  }
}
