import TestSupport
import Testing

/// Without a server every suite runs on SQLite alone, and nobody would notice.
@Suite struct PostgresPresenceTests {
  private static let isExpected = Backend.isPostgresRequired || PostgresServer.shared != nil

  @Test(.enabled(if: isExpected, "no PostgreSQL here: every suite ran on SQLite alone"))
  func `stores are tested on PostgreSQL too`() {
    #expect(PostgresServer.shared != nil)
  }
}
