package import Storage

/// Reads the text of stored prompts, rebuilding those that are stored as their parts.
package struct PromptText {
  private let prompts: KeyLookup
  private let texts: KeyLookup
  private var bodies = RecentValues<Int64, PromptBody?>(capacity: 64)

  /// What the store has of a prompt.
  private struct Stored {
    let whole: [UInt8]?
    let bodyTextID: Int64?
    let textIDs: [Int64?]
  }

  /// Prompts whose texts are read at once.
  private static let promptsAtOnce = 128

  package init(_ connection: Connection) throws {
    prompts = try KeyLookup(
      connection, "prompts p LEFT JOIN unresolved_prompts u ON u.prompt_id = p.id", key: ["p.id"],
      columns: ["p.id", "u.content", "p.body_text_id"] + PromptPlaceholder.allCases.map(\.column))
    texts = try KeyLookup(connection, "texts", key: ["id"], columns: ["id", "content"])
  }

  /// The text of a prompt, in UTF-8.
  package mutating func utf8(ofPrompt promptID: Int64) throws -> [UInt8] {
    guard let text = try utf8(of: [promptID])[promptID] else {
      throw StorageError(.corrupt, "prompt \(promptID) cannot be rebuilt from its parts")
    }
    return text
  }

  /// Calls a closure with each prompt and its text, in UTF-8; nil where it cannot be rebuilt.
  mutating func forEach<Prompt>(
    _ prompts: [Prompt], id: (Prompt) -> Int64, _ body: (Prompt, [UInt8]?) throws -> Void
  ) throws {
    for start in stride(from: 0, to: prompts.count, by: Self.promptsAtOnce) {
      let some = prompts[start..<min(start + Self.promptsAtOnce, prompts.count)]
      let texts = try utf8(of: some.map(id))
      for prompt in some { try body(prompt, texts[id(prompt)]) }
    }
  }

  // MARK: - Private

  private mutating func utf8(of promptIDs: [Int64]) throws -> [Int64: [UInt8]] {
    let stored = try stored(promptIDs)
    let apart = stored.values.filter { $0.whole == nil }
    let contents = try contents(
      apart.flatMap { $0.textIDs.compactMap { $0 } }
        + apart.compactMap(\.bodyTextID).filter { bodies[$0] == nil })
    var texts: [Int64: [UInt8]] = [:]
    for (id, prompt) in stored {
      if let whole = prompt.whole {
        texts[id] = whole
      } else if let bodyTextID = prompt.bodyTextID {
        texts[id] = body(bodyTextID, contents)?.render { place in
          prompt.textIDs[place.rawValue].flatMap { contents[$0] }
        }
      }
    }
    return texts
  }

  private func stored(_ promptIDs: [Int64]) throws -> [Int64: Stored] {
    var stored: [Int64: Stored] = [:]
    try prompts.forEach(promptIDs.map(SQLValue.integer)) { row in
      stored[try row.integer(0)] = Stored(
        whole: row.optionalBytes(1), bodyTextID: row.optionalInteger(2),
        textIDs: PromptPlaceholder.allCases.map { row.optionalInteger(3 + $0.rawValue) })
    }
    return stored
  }

  private func contents(_ textIDs: [Int64]) throws -> [Int64: [UInt8]] {
    var contents: [Int64: [UInt8]] = [:]
    try texts.forEach(Set(textIDs).sorted().map(SQLValue.integer)) { row in
      contents[try row.integer(0)] = try row.bytes(1)
    }
    return contents
  }

  private mutating func body(_ textID: Int64, _ contents: [Int64: [UInt8]]) -> PromptBody? {
    if let known = bodies[textID] { return known }
    let body = contents[textID].flatMap { PromptBody(template: $0) }
    bodies[textID] = body
    return body
  }
}
