internal import Storage

/// Compares what is stored with the digests it is found by.
struct DigestCheck {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// - Returns: how many texts there are.
  func texts(_ problems: inout ProblemList) throws -> Int {
    // What a copy left out has nothing to be compared.
    try check(
      "SELECT id, text_key, content FROM texts WHERE content <> '' ORDER BY id"
    ) { id in
      problems.add("text \(id) is not the one it was stored as")
    }
  }

  /// Only a reject that is kept whole can be compared.
  ///
  /// - Returns: how many of them there are.
  func rejects(_ problems: inout ProblemList) throws -> Int {
    try check(
      """
      SELECT line, content_digest, content FROM rejects WHERE length(content) = byte_count
      ORDER BY source_id, line
      """
    ) { line in
      problems.add("the rejected record of line \(line) is not the one it was kept as")
    }
  }

  /// - Returns: how many prompts there are.
  func prompts(_ problems: inout ProblemList) throws -> Int {
    var texts = try PromptText(connection)
    let prompts = try connection.all("SELECT id, prompt_key FROM prompts ORDER BY id") { row in
      (id: try row.integer(0), key: Key(try row.bytes(1)))
    }
    guard try !holdsBack() else { return prompts.count }
    try texts.forEach(prompts, id: \.id) { prompt, utf8 in
      guard let utf8 else {
        return problems.add("prompt \(prompt.id) cannot be rebuilt from its parts")
      }
      if Key(of: utf8) != prompt.key {
        problems.add("prompt \(prompt.id) is not the one that was sent to the judge")
      }
    }
    return prompts.count
  }

  // MARK: - Private

  /// Whether a copy left texts out, so that prompts cannot be rebuilt.
  private func holdsBack() throws -> Bool {
    try connection.first(
      "SELECT 1 FROM texts WHERE content = '' AND text_key <> $1",
      [.bytes(Key(of: [UInt8]()).bytes)]
    ) { _ in true } ?? false
  }

  /// - Parameter sql: selects a number for people, a key, and the bytes whose digest it is.
  private func check(_ sql: String, _ differs: (Int64) -> Void) throws -> Int {
    var count = 0
    try connection.forEach(sql) { row in
      count += 1
      if Key(try row.bytes(1)) != Key(of: try row.bytes(2)) { differs(try row.integer(0)) }
    }
    return count
  }
}
