import Storage
import Warehouse

/// Loads the judgments of a PostgreSQL store into a table of the same columns and keys, by the way
/// that imports load rows.
///
/// `scorehouse-copybench URL` prints rows and seconds.
@main
struct CopyBench {
  private static let columns = [
    "record_id", "game", "question_id", "judge_id", "model_id", "opponent_id", "sample", "turn",
    "repeat_no", "outcome", "score", "winner", "protocol_prompt_id", "prompt_id", "text_id",
    "judged_at", "duration_ns", "reported_nano_usd", "call_id",
  ]

  static func main() async throws {
    guard let url = CommandLine.arguments.dropFirst().first else { throw Usage() }
    let database = try Database(StoreURL(url).databaseURL, access: .readWrite)
    let (rowCount, seconds) = try await database.write { connection in
      let rows = try connection.all("SELECT \(columns.joined(separator: ", ")) FROM judgments") {
        row in
        var cells: [SQLValue] = []
        for index in columns.indices { cells.append(try row.value(index)) }
        return cells
      }
      try connection.execute(
        script: """
          DROP TABLE IF EXISTS bench_ours; CREATE TABLE bench_ours (LIKE judgments INCLUDING ALL)
          """)
      let start = Clock.now()
      let insert = BulkInsert(connection, into: "bench_ours", columns: columns)
      for row in rows { insert.append(row) }
      try insert.finish()
      return (rows.count, Double(Clock.now() - start) / 1e9)
    }
    print("\(rowCount) \(seconds)")
  }

  private struct Usage: Error {}
}
