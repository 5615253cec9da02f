internal import Warehouse

/// Turns the JSON records of one kind of file into records of the store.
protocol RecordReader {
  /// What the record says; `fields` collects what has no column.
  ///
  /// - Throws: `RecordProblem`.
  func content(_ fields: inout RecordFields) throws -> SourceRecord.Content
}

/// What a file says by its name and place, for all of its records.
struct FileContext: Sendable {
  let kind: SourceKind
  /// What a person or the folder says; nil: neither does.
  let namedBenchmark: String?
  /// From the file's name; only of answers and references.
  let model: String?
  let statedJudge: StatedJudge
  /// Whether the file may have verdicts.
  let hasVerdicts: Bool

  /// The benchmark of what nothing names.
  static let unnamed = "unnamed"

  /// The benchmark of records that name none themselves.
  var benchmark: String { namedBenchmark ?? Self.unnamed }

  /// What was said of the judge, where the file has verdicts of one.
  var judgeIdentity: String? { hasVerdicts ? statedJudge.identity : nil }
}

/// What a person says of the judge of imported verdicts, because the files do not.
public struct StatedJudge: Sendable, Hashable {
  /// The host the calls went to.
  public var host: String?
  /// What the replies said they came from.
  public var resolvedModel: String?
  /// The temperature the judge was called with.
  public var temperature: Double?

  /// Nothing said.
  public init() {}

  /// Fills in what a record does not say.
  func complete(_ judge: JudgeIdentity) -> JudgeIdentity {
    guard judge.kind == .model else { return judge }
    var judge = judge
    judge.host = judge.host ?? host
    judge.resolvedModel = judge.resolvedModel ?? resolvedModel
    judge.temperature = judge.temperature ?? temperature
    return judge
  }

  /// One text for the identity of a source; nil where nothing was said.
  var identity: String? {
    guard self != StatedJudge() else { return nil }
    return [host, resolvedModel, temperature.map { "\($0)" }].map { $0 ?? "" }
      .joined(separator: "\u{1F}")
  }
}
