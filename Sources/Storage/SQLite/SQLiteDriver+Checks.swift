extension SQLiteDriver {
  func integrityProblems() throws(StorageError) -> [String] {
    try texts(of: "PRAGMA integrity_check").filter { $0 != "ok" }
  }

  func referenceProblems(limit: Int) throws(StorageError) -> [String] {
    let statement = try prepare("PRAGMA foreign_key_check")
    var problems: [String] = []
    while problems.count < limit, try statement.step() {
      // A table without row ids has none to tell.
      let row = statement.isNull(1) ? "a row" : "row \(statement.integer(1))"
      problems.append(
        "\(row) of \(statement.text(0)) refers to a row of \(statement.text(2)) that is not there")
    }
    return problems
  }
}
