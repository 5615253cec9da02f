package import Storage

/// Reads the text of stored prompts, rebuilding those that are stored as their parts.
package struct PromptText {
  private let connection: Connection
  private var bodies = RecentValues<Int64, PromptBody?>(capacity: 64)

  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// The text of a prompt, in UTF-8.
  package mutating func utf8(ofPrompt promptID: Int64) throws -> [UInt8] {
    let columns = PromptPlaceholder.allCases.map(\.column).joined(separator: ", ")
    let parts = try connection.first(
      """
      SELECT u.content, p.body_text_id, \(columns) FROM prompts p
      LEFT JOIN unresolved_prompts u ON u.prompt_id = p.id WHERE p.id = $1
      """, [.integer(promptID)]
    ) { row in
      (
        whole: row.optionalBytes(0), bodyTextID: row.optionalInteger(1),
        texts: PromptPlaceholder.allCases.map { row.optionalInteger(2 + $0.rawValue) }
      )
    }
    if let whole = parts?.whole { return whole }
    guard let parts, let bodyTextID = parts.bodyTextID, let body = try body(bodyTextID),
      let rendered = try body.render({ place in
        try parts.texts[place.rawValue].map { try content($0) }
      })
    else {
      throw StorageError(.corrupt, "prompt \(promptID) cannot be rebuilt from its parts")
    }
    return rendered
  }

  // MARK: - Private

  private mutating func body(_ textID: Int64) throws -> PromptBody? {
    if let known = bodies[textID] { return known }
    let body = PromptBody(template: try content(textID))
    bodies[textID] = body
    return body
  }

  private func content(_ textID: Int64) throws -> [UInt8] {
    try connection.first("SELECT content FROM texts WHERE id = $1", [.integer(textID)]) {
      try $0.bytes(0)
    } ?? []
  }
}
