/// What `Store.verify` found.
public struct Verification: Sendable {
  /// Every check, in the order in which they were made.
  public internal(set) var checks: [Check] = []
  /// What the store holds, kind by kind; empty where it is too damaged to be read.
  public internal(set) var content: [TableDigest] = []

  /// One check of the whole store.
  public struct Check: Sendable {
    /// What was checked.
    public let kind: Kind
    /// How many things were looked at; nil: the check does not count.
    public let rowCount: Int?
    /// The first `Verification.toldProblems` of what is wrong, a line each.
    public let problems: [String]
    /// How many problems there are.
    public let problemCount: Int
    /// How long it took.
    public let seconds: Double

    /// Whether nothing is wrong.
    public var isClean: Bool { problemCount == 0 }
  }

  /// What is checked; the raw values are those of JSON.
  public enum Kind: String, Sendable, CaseIterable {
    /// The engine's own structures: pages, indexes, constraints.
    case integrity
    /// References of rows to rows that are there.
    case references
    /// Every text has the digest it is found by.
    case texts
    /// Every judge prompt can be given back byte for byte.
    case prompts
    /// Every rejected record is kept as it was met.
    case rejects
    /// Every chain of calls leads from its first to its head, and every cost is what its prices
    /// give.
    case ledger
    /// Every stored board equals the one that the judgments give, and every sum of costs the calls.
    case rollups
    /// Every row can be read for the content digest.
    case content

    /// What a person can do where the check fails.
    public var remedy: String {
      switch self {
      case .rollups:
        "the judgments and calls are whole, only the boards and sums computed from them are wrong: "
          + "`scorehouse verify --rebuild` computes them anew. While a run goes on boards are up to 15 "
          + "seconds behind it, and behind one that was killed until `scorehouse resume`"
      case .ledger:
        "what calls cost cannot be proven from this store; compare it with a backup, or with what "
          + "`costs --ledger` wrote; after a copy that was stopped, repeat the copy"
      default:
        "restore a backup, or import the sources anew into a new store; keep this file until then"
      }
    }
  }

  /// How many problems of a check are told.
  public static let toldProblems = 20

  /// Whether nothing is wrong.
  public var isClean: Bool { checks.allSatisfy(\.isClean) }
}

/// The problems of one check: the first ones, and their number.
struct ProblemList {
  private(set) var first: [String] = []
  private(set) var count = 0

  mutating func add(_ problem: @autoclosure () -> String) {
    if count < Verification.toldProblems { first.append(problem()) }
    count += 1
  }
}
