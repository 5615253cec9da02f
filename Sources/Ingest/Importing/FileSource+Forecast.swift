internal import Storage
internal import Warehouse

extension FileSource {
  /// What an import would do, without writing.
  ///
  /// - Throws: `ReadError`, `StorageError`, `ImportError`.
  func forecast(
    _ forecast: inout ImportForecast, progress: @Sendable (Int) -> Void
  ) throws -> FileOutcome {
    var source = ImportForecast.Source()
    var outcome = FileOutcome(benchmark)
    let stream = RecordStream(file, context, fileByteCount: nil)
    let read = try stream.forEach { [forecast] item, bytesRead in
      switch item {
      case .record(let record): try forecast.count(record, in: &source)
      case .figure: source.countFigure()
      case .reject: source.countReject()
      }
      outcome.note(item)
      progress(bytesRead)
      return true
    }
    guard let read else { preconditionFailure("nobody stopped the reading") }
    let (counts, isKnown) = try forecast.finish(source, key: description.key(of: read))
    outcome.counts = counts
    // Those of a known file were told when it came.
    if isKnown { outcome.rejects = [] }
    return outcome
  }
}
