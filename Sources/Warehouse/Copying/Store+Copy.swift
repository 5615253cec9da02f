internal import Storage

/// What of a store is copied.
public struct CopyOptions: Sendable {
  /// Only what runs of this experiment brought; nil: everything.
  public var experiment: String?
  /// Whether texts go along; without them scores, names and digests do.
  public var withTexts = true
  /// Counts what would be added, and adds nothing.
  public var isDryRun = false

  /// Everything.
  public init() {}

  /// What stands in place of texts.
  static let withheld: [String: SQLValue] = [
    "texts.content": .text(""), "unresolved_prompts.content": .text(""),
    "rejects.content": .bytes([]), "records.extra": .null,
  ]
}

/// What a copy came to.
public struct CopySummary: Sendable {
  /// One table.
  public struct Table: Sendable {
    /// Its name.
    public let name: String
    /// Rows in the store that was copied.
    public let rowCount: Int
    /// Rows that the other store got.
    public let added: Int
    /// Rows of the other store afterwards.
    public let rowCountThere: Int
  }

  /// Every table that holds more than what is computed from others.
  public let tables: [Table]
  /// The digests of both stores, kind by kind: equal where they hold the same.
  public let digests: [(from: TableDigest, to: TableDigest)]
}

/// Why a store cannot be copied.
public enum CopyError: Error, Equatable, CustomStringConvertible {
  case sameStore
  case unknownExperiment(String)

  /// One line for a person.
  public var description: String {
    switch self {
    case .sameStore: "a store is not copied onto itself; name another with --to"
    case .unknownExperiment(let name): "no experiment is called \"\(name)\" in this store"
    }
  }
}

extension Store {
  /// Copies what this store holds into another, on whatever engine, and leaves what is there.
  ///
  /// Rows are merged by their natural keys and get numbers of the other store; of two times at which
  /// a thing was learnt the earlier is kept. It can be stopped at any moment and repeated.
  ///
  /// - Parameter progress: called with the records done, of how many.
  /// - Throws: `CopyError`; what either store throws.
  public func copy(
    to target: Store, _ options: CopyOptions = CopyOptions(),
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> CopySummary {
    guard target.location != location else { throw CopyError.sameStore }
    return try await database.read { from in
      if let experiment = options.experiment {
        let isKnown = try from.first(
          "SELECT 1 FROM experiments WHERE name = $1", [.text(experiment)]
        ) { _ in true }
        guard isKnown == true else { throw CopyError.unknownExperiment(experiment) }
      }
      let total = try from.first("SELECT count(*) FROM record_sources") { try $0.int(0) } ?? 0
      return try target.database.withOwnConnection { to in
        let copy = StoreCopy(from: from, to: to, options: options) { progress($0, total) }
        return try options.isDryRun ? copy.rehearsed() : copy.performed()
      }
    }
  }
}

extension StoreCopy {
  /// Copies, and counts.
  func performed() throws -> CopySummary {
    let before = try Self.counts(to)
    try run()
    return try summary(since: before)
  }

  /// Copies in one transaction that is taken back, and counts.
  func rehearsed() throws -> CopySummary {
    var summary: CopySummary?
    do {
      try to.transaction {
        summary = try performed()
        throw Rehearsed()
      }
    } catch is Rehearsed {}
    guard let summary else { throw Rehearsed() }
    return summary
  }

  // MARK: - Private

  private struct Rehearsed: Error {}

  private func summary(since before: [String: Int]) throws -> CopySummary {
    let (here, there) = (try Self.counts(from), try Self.counts(to))
    let tables = CopiedTable.all.map { name in
      CopySummary.Table(
        name: name, rowCount: here[name] ?? 0, added: (there[name] ?? 0) - (before[name] ?? 0),
        rowCountThere: there[name] ?? 0)
    }
    let digests = zip(try ContentDigest.all(from), try ContentDigest.all(to))
    return CopySummary(tables: tables, digests: digests.map { ($0, $1) })
  }

  private static func counts(_ connection: Connection) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in CopiedTable.all {
      counts[name] = try connection.first("SELECT count(*) FROM \(name)") { try $0.int(0) } ?? 0
    }
    return counts
  }
}
