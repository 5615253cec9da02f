internal import Storage
public import Warehouse

/// Whether what a person wants to correct can read so.
public struct Correction: Sendable {
  private let target: StatementTarget

  /// A correction of a record or a judge.
  public init(_ target: StatementTarget) {
    self.target = target
  }

  /// Refuses a field that the target does not have, and a value that the field cannot have.
  ///
  /// - Throws: `NameError`, `CorrectionError`; what the store throws.
  public func check(_ field: String, _ value: String, on store: Store) async throws {
    let fields = target.kind == .judge ? JudgeFacts.fields : JudgmentCorrection.fields
    try NameError.check(field, kind: "field", among: fields)
    if target.kind == .judge {
      guard JudgeFacts.takes(field: field, value: value) else {
        throw CorrectionError.badValue(field: field, value: value)
      }
      return
    }
    guard JudgmentCorrection(field: field, value: value) != nil else {
      throw CorrectionError.badValue(field: field, value: value)
    }
    let isPair = try await store.database.read { [target] connection in
      try connection.first(
        """
        SELECT j.opponent_id FROM judgments j JOIN records r ON r.id = j.record_id
        WHERE r.record_key = $1
        """, [.bytes(target.key.bytes)]
      ) { !$0.isNull(0) }
    }
    guard let isPair else { throw CorrectionError.notAJudgment(target.key) }
    if field == (isPair ? "score" : "winner") {
      throw CorrectionError.wrongMode(field: field, isPair: isPair)
    }
  }
}

/// Why something cannot read as a person wants.
public enum CorrectionError: Error, Equatable, CustomStringConvertible {
  case badValue(field: String, value: String)
  case notAJudgment(Key)
  case wrongMode(field: String, isPair: Bool)

  /// One line for a person.
  public var description: String {
    switch self {
    case .badValue(let field, let value):
      "\(field) cannot be \"\(value)\"; "
        + (Self.examples[field].map { "it is \($0)" } ?? "see `scorehouse correct --help`")
    case .notAJudgment(let key): "record \(key.short) is no judgment; only judgments are corrected"
    case .wrongMode(let field, let isPair):
      isPair
        ? "a judgment of a pair has no \(field); correct its winner"
        : "a judgment of one answer has no \(field); correct its score"
    }
  }

  private static let examples = [
    "score": "a number", "winner": "model, opponent or tie",
    "outcome": "parse_error, api_error, refused, truncated, filtered or skipped",
    "scale": "LOW..HIGH, such as 1..10", "temperature": "a number from 0 on",
  ]
}
