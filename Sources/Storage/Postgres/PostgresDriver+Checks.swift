extension PostgresDriver {
  /// The server checks its files by itself where it was made with checksums; what it tells of the
  /// store are indexes and constraints that do not hold.
  func integrityProblems() throws(StorageError) -> [String] {
    try texts(
      """
      SELECT 'the index ' || c.relname || ' is not whole' FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid
      WHERE NOT (i.indisvalid AND i.indisready) AND c.relnamespace = current_schema::regnamespace
      UNION ALL
      SELECT 'the constraint ' || o.conname || ' was never checked' FROM pg_constraint o
      WHERE NOT o.convalidated AND o.connamespace = current_schema::regnamespace
      """)
  }

  func referenceProblems(limit: Int) throws(StorageError) -> [String] {
    var problems: [String] = []
    for reference in try references() where problems.count < limit {
      let count = try texts(
        """
        SELECT count(*) FROM \(reference.from) c WHERE \(reference.given)
          AND NOT EXISTS (SELECT 1 FROM \(reference.to) p WHERE \(reference.equal))
        """
      ).first
      guard let count, count != "0" else { continue }
      problems.append(
        "\(count) rows of \(reference.from) refer to rows of \(reference.to) that are not there")
    }
    return problems
  }

  // MARK: - Private

  /// A foreign key: its two tables, and in SQL when it is given and what it asks.
  private struct Reference {
    let from: String
    let to: String
    let given: String
    let equal: String
  }

  private func references() throws(StorageError) -> [Reference] {
    let statement = try prepare(
      """
      SELECT o.conrelid::regclass::text, o.confrelid::regclass::text,
        string_agg(format('c.%I IS NOT NULL', f.attname), ' AND ' ORDER BY k.place),
        string_agg(format('c.%I = p.%I', f.attname, t.attname), ' AND ' ORDER BY k.place)
      FROM pg_constraint o
      CROSS JOIN LATERAL unnest(o.conkey, o.confkey) WITH ORDINALITY AS k (own, other, place)
      JOIN pg_attribute f ON f.attrelid = o.conrelid AND f.attnum = k.own
      JOIN pg_attribute t ON t.attrelid = o.confrelid AND t.attnum = k.other
      WHERE o.contype = 'f' AND o.connamespace = current_schema::regnamespace
      GROUP BY o.oid, o.conname, o.conrelid, o.confrelid
      ORDER BY 1, o.conname
      """)
    try statement.bind([])
    var references: [Reference] = []
    while try statement.step() {
      references.append(
        Reference(
          from: statement.text(0), to: statement.text(1), given: statement.text(2),
          equal: statement.text(3)))
    }
    return references
  }
}
