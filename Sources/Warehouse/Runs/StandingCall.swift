internal import Storage

/// What came back for an item of work that is done.
package struct StandingCall: Sendable {
  package let id: Int64
  package let outcome: CallRecord.Outcome
  package let finishReason: String?
  package let resolvedModel: String?
  /// nil: the first choice has no text.
  package let text: String?
  package let textID: Int64?
  package let sentAt: Int64
  package let finishedAt: Int64?
}

extension RunWriter {
  /// The newest call of an item that has a reply; nil: there is none.
  package func standingCall(ofItem key: Key) throws -> StandingCall? {
    try connection.first(
      """
      SELECT c.id, c.outcome, c.finish_reason, c.resolved_model, t.content, t.id, a.sent_at,
        c.finished_at
      FROM work_items w JOIN call_attempts a ON a.work_item_id = w.id
      JOIN calls c ON c.attempt_id = a.id
      LEFT JOIN call_replies r ON r.call_id = c.id AND r.choice = 0
      LEFT JOIN texts t ON t.id = r.text_id
      WHERE w.item_key = $1 AND c.outcome IN ('ok', 'refused', 'truncated', 'filtered')
      ORDER BY c.id DESC LIMIT 1
      """, [.bytes(key.bytes)]
    ) { row in
      StandingCall(
        id: try row.integer(0),
        outcome: CallRecord.Outcome(rawValue: try row.text(1)) ?? .ok,
        finishReason: row.optionalText(2), resolvedModel: row.optionalText(3),
        text: row.optionalText(4), textID: row.optionalInteger(5), sentAt: try row.integer(6),
        finishedAt: row.optionalInteger(7))
    }
  }
}
