package import Storage

/// What the statements that stand at a moment come to: the one place where they are read.
package struct StatementEffects: Sendable {
  /// The statements that stand.
  package private(set) var standing: [Key] = []
  /// Records that do not count.
  package private(set) var hiddenRecords: Set<Int64> = []
  /// Which models are read as another.
  package private(set) var models = Aliases()
  /// Which judges are read as another.
  package private(set) var judges = Aliases()
  /// How judgments read, by record.
  package private(set) var corrections: [Int64: JudgmentCorrection] = [:]
  /// What people call a model, by the id of the model it is read as.
  package private(set) var labels: [Int64: String] = [:]
  /// Tags by the id of the model it is read as.
  package private(set) var tags: [Int64: [String: String]] = [:]
  /// What people know of a judge, by the id of the judge it is read as.
  package private(set) var judgeFacts: [Int64: JudgeFacts] = [:]

  /// No statement at all.
  init() {}

  /// The effects of the statements known at an instant on what was known then.
  ///
  /// - Parameter asOf: inclusive; nil: now.
  /// - Complexity: O(statements + records they take away).
  package init(_ connection: Connection, asOf: Int64? = nil) throws {
    let entries = StatementEntry.standing(try StatementEntry.all(connection, asOf: asOf))
    guard !entries.isEmpty else { return }
    standing = entries.map(\.key)
    let ids = try TargetIDs(connection)
    for entry in entries {
      guard let id = try ids.id(of: entry.draft.target, entry.draft.targetKind) else { continue }
      try apply(entry.draft, id, ids)
    }
    labels = models.regrouped(labels)
    tags = Dictionary(
      tags.map { (models.root(of: $0.key), $0.value) }, uniquingKeysWith: { $0.merging($1) { $1 } })
    judgeFacts = judges.regrouped(judgeFacts)
    hiddenRecords = try HiddenRecords(connection, asOf: asOf).records(of: entries, ids)
  }

  /// Whether no statement stands.
  package var isEmpty: Bool { standing.isEmpty }

  // MARK: - Private

  private mutating func apply(_ draft: StatementDraft, _ id: Int64, _ ids: TargetIDs) throws {
    switch draft.action {
    case .exclude, .retract: break  // Found together, by the records.
    case .sameModel:
      if let other = try draft.other.flatMap({ try ids.id(of: $0, .model) }) {
        models.join(other, to: id)
      }
    case .sameJudge:
      if let other = try draft.other.flatMap({ try ids.id(of: $0, .judge) }) {
        judges.join(other, to: id)
      }
    case .label: labels[id] = draft.value
    case .tag: tags[id, default: [:]][draft.name ?? ""] = draft.value
    case .correct:
      if draft.targetKind == .judge {
        judgeFacts[id, default: JudgeFacts()].set(draft)
      } else {
        corrections[id] = JudgmentCorrection(draft)
      }
    }
  }
}

/// Which of several rows are one, and which of them stands for all.
package struct Aliases: Sendable, Equatable {
  // Every row but the roots, straight to its root.
  package private(set) var roots: [Int64: Int64] = [:]
  private var joined: [Int64: Set<Int64>] = [:]

  package var isEmpty: Bool { roots.isEmpty }

  /// The row that stands for this one.
  package func root(of id: Int64) -> Int64 { roots[id] ?? id }

  /// Every row that a root stands for, itself among them, in order.
  package func members(of root: Int64) -> [Int64] {
    ([root] + (joined[root] ?? [])).sorted()
  }

  /// Says that a row, and all that it stands for, are read as another.
  mutating func join(_ other: Int64, to id: Int64) {
    let from = root(of: other)
    let to = root(of: id)
    guard from != to else { return }
    let moved = (joined.removeValue(forKey: from) ?? []).union([from])
    for member in moved { roots[member] = to }
    joined[to, default: []].formUnion(moved)
  }

  /// Values by row as values by root; a root's own comes before its members'.
  func regrouped<Value>(_ values: [Int64: Value]) -> [Int64: Value] {
    guard !isEmpty else { return values }
    var byRoot: [Int64: Value] = [:]
    for (id, value) in values.sorted(by: { $0.key < $1.key }) {
      let root = root(of: id)
      if id == root || byRoot[root] == nil { byRoot[root] = value }
    }
    return byRoot
  }
}

/// The row ids behind the keys that statements name.
struct TargetIDs {
  private let statements: [StatementTargetKind: Statement]

  init(_ connection: Connection) throws {
    var statements: [StatementTargetKind: Statement] = [:]
    for kind in StatementTargetKind.allCases {
      let name = kind.rawValue
      statements[kind] = try connection.prepare("SELECT id FROM \(name)s WHERE \(name)_key = $1")
    }
    self.statements = statements
  }

  /// nil where the store has no such row.
  func id(of key: Key, _ kind: StatementTargetKind) throws -> Int64? {
    try statements[kind]?.first([.bytes(key.bytes)]) { try $0.integer(0) }
  }
}
