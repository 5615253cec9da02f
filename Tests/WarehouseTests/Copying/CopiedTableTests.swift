import Storage
import TestSupport
import Testing

@testable import Warehouse

/// A table or a column that a copy does not know would be lost without a word.
@Suite(.temporaryFolder) struct CopiedTableTests {
  private static let tables =
    Array(CopiedTable.numbered.values) + CopiedTable.contents + CopiedTable.ofSources
    + CopiedTable.ofCalls + [
      CopiedTable.lines, .unresolvedPrompts, .heads, .costHeads, .reusedWork,
    ]

  @Test func `every table and column of the schema is copied or computed`() async throws {
    let store = try await Store.open(StoreURL(Backend.sqlite.freshURL()), access: .create)
    let schema = try await store.database.read { connection in
      try connection.all(
        """
        SELECT t.name, group_concat(c.name) FROM sqlite_schema t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' GROUP BY t.name
        """
      ) { (try $0.text(0), try $0.text(1).split(separator: ",").map(String.init)) }
    }
    let known = Dictionary(uniqueKeysWithValues: Self.tables.map { ("\($0.name)", $0) })
    for (name, columns) in schema where !CopiedTable.computed.contains(name) {
      guard let table = known[name] else {
        Issue.record("\(name): say in CopiedTable how its rows are copied, or that it is computed")
        continue
      }
      let copied = (table.numbering == .none ? [] : ["id"]) + table.columns
      #expect(Set(copied) == Set(columns), "\(name)")
      #expect(copied.count == columns.count, "\(name)")
    }
    #expect(Set(known.keys).isSubset(of: schema.map(\.0)))
  }

  @Test func `every reference is carried over as one`() async throws {
    let store = try await Store.open(StoreURL(Backend.sqlite.freshURL()), access: .create)
    let references = try await store.database.read { connection in
      try connection.all(
        """
        SELECT t.name, f."from", f."table" FROM sqlite_schema t
        JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND f."to" = 'id'
        """
      ) { (table: try $0.text(0), column: try $0.text(1), to: try $0.text(2)) }
    }
    for table in Self.tables {
      for found in references where found.table == "\(table.name)" {
        #expect(table.references[found.column] == found.to, "\(found.table).\(found.column)")
      }
    }
  }
}
