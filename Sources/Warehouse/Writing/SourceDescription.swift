/// A file, and the way it is read: together with its content, what makes a source.
public struct SourceDescription: Sendable {
  /// `fastchat`, `scores` or `show_result`.
  public let format: String
  /// What its records are.
  public let kind: SourceKind
  /// nil for judge prompts, which belong to no benchmark.
  public let benchmark: String?
  /// The model that the file's name states; nil where the rows name it.
  public let model: String?
  /// What a person said at import that the rows do not say of their judge.
  public let statedJudge: String?
  /// Below the folder that was imported.
  public let path: String

  /// A file read in one way.
  public init(
    format: String, kind: SourceKind, benchmark: String?, model: String?, statedJudge: String?,
    path: String
  ) {
    self.format = format
    self.kind = kind
    self.benchmark = benchmark
    self.model = model
    self.statedJudge = statedJudge
    self.path = path
  }

  /// The key of the source that the file is with some content.
  package func key(of content: SourceContent) -> Key {
    var form = CanonicalForm("source")
    form.add(content.digest)
    form.add(format)
    form.add(kind.rawValue)
    form.add(benchmark)
    form.add(model)
    form.add(statedJudge)
    return form.key()
  }
}

/// What was read of a file.
public struct SourceContent: Sendable, Equatable {
  /// Digest of the bytes, decompressed.
  public let digest: Key
  /// How many there are.
  public let byteCount: Int

  /// Content with a digest.
  public init(digest: Key, byteCount: Int) {
    self.digest = digest
    self.byteCount = byteCount
  }
}

/// What the records of a source are; one import reads them in this order.
public enum SourceKind: String, Sendable, CaseIterable {
  case prompts, questions, references, answers, judgments, votes, scores, figures
}
