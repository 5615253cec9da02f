internal import Storage
internal import Warehouse

extension FileImport {
  /// What `perform` would do, without writing.
  ///
  /// - Throws: `ReadError`, `StorageError`, `ImportError`.
  func forecast(
    _ forecast: inout ImportForecast, progress: @Sendable (Int) -> Void
  ) throws -> Outcome {
    var source = ImportForecast.Source()
    var outcome = Outcome(benchmarks: Set(benchmark.map { [$0] } ?? []))
    let stream = RecordStream(file, context, maximumByteCount: nil)
    let digest = try stream.forEach { [forecast] item, bytesRead in
      switch item {
      case .record(let record): try forecast.count(record, in: &source)
      case .figure: source.countFigure()
      case .reject: source.countReject()
      }
      outcome.note(item)
      progress(bytesRead)
      return true
    }
    guard let key = Key(digest.prefix(Key.byteCount)) else {
      throw ImportError.changed(path: file.path)
    }
    let (counts, isKnown) = try forecast.finish(source, self.source(digest: key, byteCount: 0))
    outcome.counts = counts
    // Those of a known file were told when it came.
    if isKnown { outcome.rejects = [] }
    return outcome
  }
}
