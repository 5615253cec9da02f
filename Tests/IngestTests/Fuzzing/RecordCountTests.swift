import Testing

@testable import Fuzzing

/// The count that imports are measured against must itself be right.
@Suite struct RecordCountTests {
  @Test(arguments: [
    ("", 0), ("a", 1), ("a\nb\n", 2), ("a\r\n \t\r\n\nb", 2), ("\u{FEFF}\n", 0), ("\u{FEFF}a", 1),
    ("\0\n", 1), ("\r", 0),
  ])
  func `lines that hold something are counted`(text: String, count: Int) {
    #expect(RecordCount.lines(Array(text.utf8)) == count)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", 1), ("a;b\r\n1;2\r\n\r\n3;4", 2), ("\"a\",b\n\"1\n2\",3\n", 1),
    ("a,b\n\"1\"x,2\n3,4\n", 2), ("a,b\n\"1,2\n3,4\n", 1), ("a,b\n\"x\"\"y\",2\n", 1),
  ])
  func `records of tables are counted`(text: String, count: Int) {
    #expect(RecordCount.table(Array(text.utf8), required: ["a", "b"]) == count)
  }

  @Test func `a table without the names is none`() {
    #expect(RecordCount.table(Array("a,c\n1,2\n".utf8), required: ["a", "b"]) == nil)
  }
}
