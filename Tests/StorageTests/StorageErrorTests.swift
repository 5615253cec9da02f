import Storage
import Testing

/// What people read when the engine fails: one line each that says what to do.
@Suite struct StorageErrorTests {
  private static let script = """
    SELECT 1
      FROM nowhere;
    """

  /// What a line must contain to be of help, by code.
  private static let advice: [(code: StorageError.Code, words: [String])] = [
    (.busy, ["busy", "try again"]), (.readOnly, ["read-only", "write permission"]),
    (.full, ["disk is full"]), (.corrupt, ["damaged", "restore a backup", "page 7"]),
    (.notADatabase, ["not a Scorehouse store"]),
    (.foreign, ["not a Scorehouse store", "page 7"]),
    (.conflict, ["at the same time", "try again"]),
    (
      .disconnected, ["connection", "page 7", "nothing of this step", "run the same command again"]
    ),
    (.unconfirmed, ["connection", "page 7", "run the same command again"]),
    (.denied, ["no permission", "page 7"]),
    (.cannotOpen, ["cannot open", "page 7"]), (.missing, ["no store here", "--store"]),
    (.interrupted, ["stopped"]), (.constraint, ["page 7", "SELECT 1 FROM nowhere"]),
    (.decoding, ["page 7"]), (.unsupported, ["page 7"]), (.other, ["page 7", "SQLite 1"]),
  ]

  @Test(arguments: advice.map(\.code))
  func `a description is one line that begins with the place`(code: StorageError.Code) throws {
    let error = StorageError(
      code, "page 7\nis bad", nativeCode: "SQLite 1", sql: Self.script, location: "results.db")
    let line = error.description
    #expect(!line.contains("\n"))
    #expect(line.hasPrefix("results.db: "))
    let words = try #require(Self.advice.first { $0.code == code }).words
    for word in words { #expect(line.contains(word)) }
  }

  @Test func `nothing is made up where nothing is known`() {
    #expect(StorageError(.other, "odd").description == "odd")
    #expect(StorageError(.other, "odd", nativeCode: "SQLite 1").description == "odd (SQLite 1)")
  }

  @Test func `words depend on the engine where the remedy does`() {
    #expect(StorageError(.foreign, "").description.contains("name another file"))
    let standby = StorageError(.readOnly, "no writing", nativeCode: "25006").description
    #expect(standby.contains("no writing"))
    #expect(!standby.contains("file"))
    let late = StorageError(.interrupted, "too long", nativeCode: "57014").description
    #expect(late.contains("statement_timeout"))
  }

  @Test func `a long statement is cut`() {
    let sql = String(repeating: "SELECT 1; ", count: 10_000)
    #expect(StorageError(.other, "odd", sql: sql).description.count < 500)
  }
}
