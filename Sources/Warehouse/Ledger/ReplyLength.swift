package import Storage

/// How long the replies of a model have been so far.
package struct ReplyLength: Sendable, Equatable {
  /// Calls with a reply.
  package let calls: Int
  /// The mean number of tokens, those of reasoning included.
  package let tokens: Int

  /// Fewer replies than these tell too little.
  package static let fewestCalls = 20

  /// From the sums of finished runs; nil where there were too few.
  ///
  /// - Complexity: O(rows of `call_sums`).
  package init?(_ connection: Connection, role: CallRecord.Role, requestedModel: String) throws {
    let sums = try connection.first(
      """
      SELECT CAST(coalesce(sum(calls - failed_calls), 0) AS BIGINT),
        CAST(coalesce(sum(completion_tokens + reasoning_tokens), 0) AS BIGINT)
      FROM call_sums WHERE role = $1 AND requested_model = $2
      """, [.text(role.rawValue), .text(requestedModel)]
    ) { (calls: try $0.int(0), tokens: try $0.int(1)) }
    // Some servers say nothing of tokens.
    guard let sums, sums.calls >= Self.fewestCalls, sums.tokens > 0 else { return nil }
    calls = sums.calls
    tokens = max(1, sums.tokens / sums.calls)
  }
}
