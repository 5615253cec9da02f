internal import Warehouse

/// What an import did.
public struct ImportSummary: Sendable {
  /// One for every file of results, in the order in which they were read.
  public private(set) var files: [File] = []
  /// Files that are no results; they are counted and not listed.
  public let otherFileCount: Int
  /// Files that a person excluded.
  public let excludedFileCount: Int
  /// Files and folders that could not be read, each with the reason.
  public private(set) var problems: [String]

  /// What became of one file.
  ///
  /// `added + existing + rejected` is the number of its records.
  public struct File: Sendable {
    /// As it was given, or found below a folder that was.
    public let path: String
    /// `fastchat` or `scores`.
    public let format: String
    /// What its records are: `judgments`, `answers` and so on.
    public let kind: String
    /// Names in order, joined by commas; nil for judge prompts.
    public let benchmark: String?
    /// The names of the judges in it, in order, joined by commas; nil: it has none.
    public let judge: String?
    /// Records that are new to the store.
    public let added: Int
    /// Records that the store had.
    public let existing: Int
    /// Records that cannot be imported; they are kept aside.
    public let rejected: Int
    /// What told the format, in words, such as `fields question_id, choices`.
    public let toldBy: String
    /// How long it took.
    public let seconds: Double
    /// The first rejects: their lines, counted from 1, and reasons.
    public let firstRejects: [(line: Int, reason: String)]
  }

  /// The summary of a plan of which nothing was imported yet.
  public init(_ plan: ImportPlan) {
    otherFileCount = plan.otherFileCount
    excludedFileCount = plan.excludedFileCount
    problems = plan.problems.map { Self.problem($0.path, $0.reason) }
  }

  mutating func add(_ file: PlannedFile, _ outcome: FileOutcome) {
    files.append(
      File(
        path: file.path, format: file.format.name, kind: file.format.kind.rawValue,
        benchmark: Self.names(outcome.benchmarks), judge: Self.names(outcome.judges),
        added: outcome.counts.added, existing: outcome.counts.existing,
        rejected: outcome.counts.rejected, toldBy: file.evidence, seconds: outcome.seconds,
        firstRejects: outcome.rejects))
  }

  mutating func stop(at path: String, _ reason: String) {
    problems.append(
      "stopped at \(path): \(reason); the files above came in whole, import again for the rest")
  }

  private static func names(_ names: Set<String>) -> String? {
    names.isEmpty ? nil : names.sorted().joined(separator: ", ")
  }

  mutating func addProblem(path: String, reason: String) {
    problems.append(Self.problem(path, reason))
  }

  /// Names the file once.
  private static func problem(_ path: String, _ reason: String) -> String {
    reason.hasPrefix(path) || reason.contains(" \(path):") ? reason : "\(path): \(reason)"
  }

  /// Sums over all files.
  public var totals: (added: Int, existing: Int, rejected: Int) {
    files.reduce(into: (0, 0, 0)) { sum, file in
      sum.0 += file.added
      sum.1 += file.existing
      sum.2 += file.rejected
    }
  }
}
