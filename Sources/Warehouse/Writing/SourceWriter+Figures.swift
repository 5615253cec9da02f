internal import Storage

extension SourceWriter {
  /// Writes a reported figure of a source whose content was known when it was begun: figures are
  /// told apart by their source.
  package func write(_ figure: FigureRecord) throws {
    guard let content else { preconditionFailure("the content of figures is known first") }
    let insert = try session.connection.prepareInsert(
      "reported_figures",
      [
        "record_key", "source_id", "benchmark_id", "model_id", "judge_name", "figure", "turn",
        "value", "origin", "recorded_at",
      ])
    try insert.run([
      .bytes(figure.key(inSource: source.key(of: content)).bytes), .integer(sourceID),
      .optional(try figure.benchmark.map(session.names.benchmark)),
      .integer(try session.names.model(figure.model)), .optional(figure.judgeName),
      .text(figure.figure), .optional(figure.turn.map(Int64.init)), .real(figure.value),
      .text(source.path), .integer(now),
    ])
    counts.added += 1
  }
}
