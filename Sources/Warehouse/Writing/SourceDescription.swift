/// A file, and the way it is read: what makes a source.
public struct SourceDescription: Sendable {
  /// Digest of the file's bytes.
  public let contentDigest: Key
  /// The size of the file.
  public let byteCount: Int64
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
    contentDigest: Key, byteCount: Int64, format: String, kind: SourceKind, benchmark: String?,
    model: String?, statedJudge: String?, path: String
  ) {
    self.contentDigest = contentDigest
    self.byteCount = byteCount
    self.format = format
    self.kind = kind
    self.benchmark = benchmark
    self.model = model
    self.statedJudge = statedJudge
    self.path = path
  }

  package var key: Key {
    var form = CanonicalForm("source")
    form.add(contentDigest)
    form.add(format)
    form.add(kind.rawValue)
    form.add(benchmark)
    form.add(model)
    form.add(statedJudge)
    return form.key()
  }
}

/// What the records of a source are; one import reads them in this order.
public enum SourceKind: String, Sendable, CaseIterable {
  case prompts, questions, references, answers, judgments, votes, scores, figures
}
