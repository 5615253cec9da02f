import Foundation
import TestSupport
import Testing

@testable import Warehouse

/// What is written about the schema is what the schema is.
@Suite struct SchemaDocumentTests {
  @Test func `docs/schema.md is current`() throws {
    let path = Repository.root + "/docs/schema.md"
    let document = SchemaDocument(Schema.migrations).markdown
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try document.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let written = try String(contentsOfFile: path, encoding: .utf8)
    #expect(written == document, "run the tests with RECORD_SNAPSHOTS=1")
  }
}
