/// The versions of a model, or of a judge, that are known.
package struct JudgeVersions: Sendable, Hashable {
  /// What gave the newest result before the run; nil: there is none, or it does not matter.
  package var newest: String?
  /// The versions that people say are one have the same number.
  package var roots: [String: Int64] = [:]

  package init() {}

  /// Whether the results of two versions stand on one board.
  package func areOne(_ a: String, _ b: String) -> Bool {
    a == b || roots[a].map { $0 == roots[b] } ?? false
  }
}

/// The versions that have answered a run under one name.
package struct AnsweredVersions: Sendable, Hashable {
  package let first: String
  package var last: String

  package init(_ first: String) {
    self.first = first
    last = first
  }
}
