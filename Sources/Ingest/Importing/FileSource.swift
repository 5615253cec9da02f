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

  /// The file as the store knows it, beside its content.
  var description: SourceDescription {
    SourceDescription(
      format: file.format.name, kind: file.format.kind, benchmark: benchmark, model: model,
      statedJudge: context.judgeIdentity, path: file.storedPath)
  }

  /// What the file holds.
  ///
  /// - Parameter fileByteCount: how many bytes of the file are read; nil: all.
  /// - Throws: `ReadError`.
  func content(fileByteCount: Int?) throws -> SourceContent {
    var reader = LineReader(try ByteSource(file.input, maximumFileByteCount: fileByteCount))
    let digest = try reader.finishDigest()
    return SourceContent(digest: digest, byteCount: reader.bytesRead)
  }

  private var model: String? {
    if file.format.statesModel { return nil }
    return switch file.format.kind {
    case .answers, .references: file.modelName
    default: nil
    }
  }
}

extension SourceContent {
  /// - Parameter digest: the SHA-256 that a reader gave.
  init(digest: [UInt8], byteCount: Int) {
    guard let key = Key(digest.prefix(Key.byteCount)) else {
      preconditionFailure("a SHA-256 has more bytes than a key")
    }
    self.init(digest: key, byteCount: byteCount)
  }
}
