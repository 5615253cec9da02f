package import Storage

/// How far a store had come: what was made from it holds until another mark is found.
///
/// It sees every record, call and statement that was added; what is no more than corrected, such as
/// the cost of a call, it does not see.
package struct StoreMark: Sendable, Equatable {
  private let lastIDs: [Int64]

  /// - Complexity: O(1).
  package init(_ connection: Connection) throws {
    lastIDs = try ["records", "calls", "statements"].map { table in
      try connection.first("SELECT coalesce(max(id), 0) FROM \(table)") { try $0.integer(0) } ?? 0
    }
  }
}
