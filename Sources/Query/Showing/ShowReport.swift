internal import Storage
public import Warehouse

/// One thing whole: its texts, its origin, and what belongs to it.
public struct ShowReport: Sendable {
  /// What can be shown.
  public enum Kind: String, Sendable, CaseIterable {
    case question, answer, judgment, model, judge, template, source, record, run
  }

  private let kind: Kind
  private let name: String
  private let benchmark: String?
  private let judge: String?

  /// A report on one thing.
  ///
  /// - Parameters:
  ///   - name: as `scorehouse show --help` says for each kind.
  ///   - benchmark: of the question; nil: the name says it, or the store has only one.
  ///   - judge: only judgments of this judge; nil: of all.
  public init(_ kind: Kind, name: String, benchmark: String? = nil, judge: String? = nil) {
    self.kind = kind
    self.name = name
    self.benchmark = benchmark
    self.judge = judge
  }

  /// Looks the thing up.
  ///
  /// - Throws: `NameError` when there is none of that name; what the store throws.
  public func run(on store: Store) async throws -> Report {
    try await store.database.read { [self] connection in
      let things = try things(connection)
      guard !things.isEmpty else {
        throw NameError.unknown(kind: kind.rawValue, name: name, nearest: nil)
      }
      return Report(
        name: "show",
        parameters: [
          Report.Parameter("kind", .text(kind.rawValue)), Report.Parameter("name", .text(name)),
        ],
        columns: Array(Self.fields), sections: things.map(Self.section), layout: .record)
    }
  }

  // MARK: - Private

  private static var fields: [Field<(thing: String, field: String, value: Cell)>] {
    [
      .text("field") { .text($0.field) }, .text("value") { $0.value },
      .text("of", .machineOnly) { .text($0.thing) },
    ]
  }

  private static func section(_ thing: Thing) -> Report.Section {
    Report.Section(
      title: thing.title,
      rows: thing.fields.map { name, value in
        Report.Row((thing.title, name, value), fields)
      })
  }

  private func things(_ connection: Connection) throws -> [Thing] {
    let finder = ThingFinder(connection)
    switch kind {
    case .question: return try finder.question(try slot(connection))
    case .answer:
      let (model, rest) = try modelAndSlot(connection)
      return try finder.answers(model: model, slot: rest)
    case .judgment:
      let (model, rest) = try modelAndSlot(connection)
      return try finder.judgments(model: model, slot: rest, judge: judge)
    case .model: return try finder.model(name)
    case .judge: return try finder.judge(name)
    case .template: return try finder.template(name)
    case .source: return try finder.source(name)
    case .record: return try finder.record(name)
    case .run: return try finder.run(name)
    }
  }

  private func modelAndSlot(_ connection: Connection) throws -> (String, QuestionSlot) {
    guard let colon = name.lastIndex(of: ":") else {
      throw NameError.unknown(kind: kind.rawValue, name: name, nearest: "MODEL:QUESTION.TURN")
    }
    let slot = try QuestionSlot.find(
      String(name[name.index(after: colon)...]), benchmark: benchmark, connection)
    return (String(name[..<colon]), slot)
  }

  private func slot(_ connection: Connection) throws -> QuestionSlot {
    guard let colon = name.firstIndex(of: ":") else {
      return try QuestionSlot.find(name, benchmark: benchmark, connection)
    }
    return try QuestionSlot.find(
      String(name[name.index(after: colon)...]), benchmark: String(name[..<colon]), connection)
  }
}

/// One thing that is shown: what it is called, and its fields.
struct Thing {
  let title: String
  var fields: [(name: String, value: Cell)]
}
