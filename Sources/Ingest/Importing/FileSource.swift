internal import Warehouse

/// A planned file as a source of records: what it says for all of them.
struct FileSource: Sendable {
  let file: PlannedFile
  let statedJudge: StatedJudge

  /// What the file says for all of its records.
  var context: FileContext {
    FileContext(
      kind: file.format.kind, namedBenchmark: file.benchmark, model: model,
      statedJudge: statedJudge, hasVerdicts: file.format.hasVerdicts)
  }

  /// The benchmark of the whole file; rows of figures may each name their own.
  var benchmark: String? {
    switch file.format.kind {
    case .prompts: nil
    case .scores, .figures: file.benchmark
    default: context.benchmark
    }
  }

  /// The file as the store knows it, once its content is known.
  func description(digest: Key, byteCount: Int) -> SourceDescription {
    SourceDescription(
      contentDigest: digest, byteCount: Int64(byteCount), format: file.format.name,
      kind: file.format.kind, benchmark: benchmark,
      model: model, statedJudge: context.judgeIdentity, path: file.storedPath)
  }

  /// The digest of the file's content, and how long that is.
  ///
  /// - Throws: `ReadError`.
  func contentDigest() throws -> (digest: Key, byteCount: Int) {
    var reader = LineReader(try ByteSource(file.input))
    let digest = try reader.finishDigest()
    return (try key(digest), reader.bytesRead)
  }

  /// The key of a digest that reading gave.
  func key(_ digest: [UInt8]) throws -> Key {
    guard let key = Key(digest.prefix(Key.byteCount)) else {
      throw ImportError.changed(path: file.path)
    }
    return key
  }

  private var model: String? {
    if file.format.statesModel { return nil }
    return switch file.format.kind {
    case .answers, .references: file.modelName
    default: nil
    }
  }
}
