import Storage

/// `docs/schema.md`, made from the migrations: the comment above a table or a view is its
/// description, the one behind a column the column's.
struct SchemaDocument {
  private var text = """
    # The schema

    Made from `migrations/*.sql` by a test; not to be edited. Run the tests with
    `RECORD_SNAPSHOTS=1` to write it anew. Times are nanoseconds since 1970 UTC, `*_nano_usd` is
    nano-USD, `*_key` is the first 16 bytes of a SHA-256. Null means "not known" unless it says
    otherwise. The views are for people with SQL tools of their own; their columns are stable.

    Types are SQLite's. On PostgreSQL INTEGER is BIGINT (a key: an identity), REAL is DOUBLE PRECISION,
    BLOB is BYTEA and TEXT is TEXT COLLATE "C", which orders by bytes as SQLite does. In the views times
    are timestamptz (microseconds, rounded down) instead of text with nine places, `*_usd` is an exact
    numeric instead of a float, and flags are boolean instead of 0 and 1.

    """

  /// - Parameter migrations: in order.
  init(_ migrations: [Migration]) {
    for migration in migrations {
      text += "\n## \(migration.name)\n"
      var comment: [Substring] = []
      var lines = Dialect.sqlite.expand(migration.sql)
        .split(separator: "\n", omittingEmptySubsequences: false)[...]
      while let line = lines.popFirst() {
        if line.hasPrefix("-- ") {
          comment.append(line.dropFirst(3))
        } else if line.hasPrefix("CREATE TABLE ") || line.hasPrefix("CREATE VIEW ") {
          let body = Self.body(&lines)
          // A view that a later migration writes anew is described there.
          if !later(than: migration, in: migrations).contains(where: { $0.sql.contains(line) }) {
            add(line, comment, body: body)
          }
          comment = []
        } else if line.hasPrefix("ALTER TABLE "), let column = line.firstRange(of: " ADD COLUMN ") {
          let table = line[..<column.lowerBound] + ", further columns"
          let definition = line[column.upperBound...].replacing(";", with: "", maxReplacements: 1)
          add(table, comment, body: ["  \(definition)"[...], ");"])
          comment = []
        } else {
          comment = []
        }
      }
    }
  }

  /// The whole document.
  var markdown: String { text }

  private func later(than migration: Migration, in all: [Migration]) -> [Migration] {
    all.filter { $0.version > migration.version }
  }

  private static func body(_ lines: inout ArraySlice<Substring>) -> [Substring] {
    var body: [Substring] = []
    while let line = lines.popFirst() {
      // A line that is indented further goes on with the definition above it.
      if line.hasPrefix("    "), let last = body.popLast() {
        body.append(last + " " + line.drop(while: \.isWhitespace))
      } else {
        body.append(line)
      }
      if line.hasSuffix(";") { break }
    }
    return body
  }

  private mutating func add(_ heading: Substring, _ comment: [Substring], body: [Substring]) {
    let words = heading.split(separator: " ", maxSplits: 2)
    // What stands behind the name: `(` of a table, ` AS` of a view.
    let name = words[2].hasSuffix(" AS") ? words[2].dropLast(3) : words[2].prefix { $0 != "(" }
    text +=
      "\n### \(name.last == " " ? name.dropLast() : name)\n\n\(comment.joined(separator: "\n"))\n"
    text += words[1] == "VIEW" ? "\n" + columns(ofView: body) : "\n" + columns(ofTable: body)
  }

  private func columns(ofTable body: [Substring]) -> String {
    var rows = "| column | type | |\n| --- | --- | --- |\n"
    var rules: [Substring] = []
    for line in body.dropLast() {
      let parts = line.split(separator: "--", maxSplits: 1)
      var definition = parts[0].drop(while: \.isWhitespace)
      while definition.last == " " || definition.last == "," { definition.removeLast() }
      let words = definition.split(separator: " ", maxSplits: 1)
      guard let name = words.first, name.first?.isLowercase == true, words.count == 2 else {
        rules.append(definition)
        continue
      }
      let note = parts.count == 2 ? parts[1].drop(while: \.isWhitespace) : ""
      rows += "| `\(name)` | \(Self.escaped(words[1])) | \(Self.escaped(note)) |\n"
    }
    return rules.isEmpty ? rows : rows + "\n```sql\n\(rules.joined(separator: "\n"))\n```\n"
  }

  private func columns(ofView body: [Substring]) -> String {
    var names: [Substring] = []
    for line in body {
      if line.hasPrefix("FROM ") { break }
      if let range = line.ranges(of: " AS ").last {
        names.append(line[range.upperBound...].prefix { $0 != "," })
      } else if line.hasPrefix("  "), line.hasSuffix(",") {
        names.append(line.dropFirst(2).dropLast())
      }
    }
    return names.filter { !$0.contains(" ") }.map { "`\($0)`" }.joined(separator: ", ") + "\n"
  }

  private static func escaped(_ text: Substring) -> String {
    String(text.flatMap { $0 == "|" ? ["\\", $0] : [$0] })
  }
}
