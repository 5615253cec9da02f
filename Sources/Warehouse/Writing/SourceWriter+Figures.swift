internal import Storage

extension SourceWriter {
  /// Writes a reported figure.
  package func write(_ figure: FigureRecord) throws {
    let insert = try session.connection.prepareInsert(
      "reported_figures",
      [
        "record_key", "source_id", "benchmark_id", "model_id", "judge_name", "figure", "turn",
        "value", "origin", "recorded_at",
      ])
    try insert.run([
      .bytes(figure.key(in: source).bytes), .integer(sourceID),
      .optional(try figure.benchmark.map(session.names.benchmark)),
      .integer(try session.names.model(figure.model)), .optional(figure.judgeName),
      .text(figure.figure), .optional(figure.turn.map(Int64.init)), .real(figure.value),
      .text(source.path), .integer(now),
    ])
    counts.added += 1
  }
}
