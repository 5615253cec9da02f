internal import Glibc

/// The body of a judge prompt, cut at its placeholders.
///
/// It knows both directions: texts into a prompt, and a prompt back into the texts that give it
/// byte for byte.
package struct PromptBody: Sendable {
  enum Segment: Sendable {
    case literal([UInt8])
    case placeholder(PromptPlaceholder)
  }

  /// A text that may fill a placeholder.
  struct Candidate: Sendable {
    let textID: Int64
    let utf8: [UInt8]
  }

  let segments: [Segment]
  /// The places that a text must fill.
  package let placeholders: Set<PromptPlaceholder>

  /// Reads a template; nil where it names a placeholder that is not known, or has a lone brace.
  ///
  /// `{{` and `}}` are braces, as in Python's `str.format`.
  package init?(template: [UInt8]) {
    var segments: [Segment] = []
    var literal: [UInt8] = []
    var position = 0
    func byte(_ offset: Int) -> UInt8? {
      position + offset < template.count ? template[position + offset] : nil
    }
    while let current = byte(0) {
      if current == UInt8(ascii: "{") || current == UInt8(ascii: "}") {
        if byte(1) == current {
          literal.append(current)
          position += 2
          continue
        }
        guard current == UInt8(ascii: "{"),
          let close = template[position...].firstIndex(of: UInt8(ascii: "}")),
          let placeholder = PromptPlaceholder(
            name: Substring(decoding: template[(position + 1)..<close], as: UTF8.self))
        else { return nil }
        segments += [.literal(literal), .placeholder(placeholder)]
        literal = []
        position = close + 1
      } else {
        literal.append(current)
        position += 1
      }
    }
    self.segments = segments + [.literal(literal)]
    placeholders = Set(
      segments.compactMap { segment in
        if case .placeholder(let placeholder) = segment { placeholder } else { nil }
      })
  }

  /// The prompt that the texts give; nil where one is missing.
  package func render(_ text: (PromptPlaceholder) throws -> [UInt8]?) rethrows -> [UInt8]? {
    var parts: [[UInt8]] = []
    for segment in segments {
      switch segment {
      case .literal(let bytes): parts.append(bytes)
      case .placeholder(let placeholder):
        guard let bytes = try text(placeholder) else { return nil }
        parts.append(bytes)
      }
    }
    var rendered: [UInt8] = []
    rendered.reserveCapacity(parts.map(\.count).reduce(0, +))
    for part in parts { rendered += part }
    return rendered
  }

  /// The texts whose rendering is the prompt, by their ids in the order of the placeholders; nil
  /// when there are none.
  ///
  /// - Complexity: O(prompt) for each combination of candidates that agrees so far.
  func match(
    _ prompt: ArraySlice<UInt8>, candidates: (PromptPlaceholder) throws -> [Candidate]
  ) rethrows -> [Int64?]? {
    // Most templates differ from a prompt before the first placeholder, or behind the last.
    guard case .literal(let head)? = segments.first, prompt.hasBytes(head, at: prompt.startIndex),
      case .literal(let tail)? = segments.last, prompt.count >= tail.count,
      prompt.hasBytes(tail, at: prompt.endIndex - tail.count)
    else { return nil }
    var bound = [Int64?](repeating: nil, count: PromptPlaceholder.allCases.count)
    guard
      try match(
        prompt, at: prompt.startIndex, segment: 0, bound: &bound, candidates: candidates)
    else { return nil }
    return bound
  }

  private func match(
    _ prompt: ArraySlice<UInt8>, at start: Int, segment index: Int,
    bound: inout [Int64?], candidates: (PromptPlaceholder) throws -> [Candidate]
  ) rethrows -> Bool {
    guard index < segments.count else { return start == prompt.endIndex }
    switch segments[index] {
    case .literal(let bytes):
      guard prompt.hasBytes(bytes, at: start) else { return false }
      return try match(
        prompt, at: start + bytes.count, segment: index + 1, bound: &bound, candidates: candidates)
    case .placeholder(let placeholder):
      let before = bound[placeholder.rawValue]
      for candidate in try candidates(placeholder)
      where before ?? candidate.textID == candidate.textID {
        guard prompt.hasBytes(candidate.utf8, at: start) else { continue }
        bound[placeholder.rawValue] = candidate.textID
        let end = start + candidate.utf8.count
        if try match(
          prompt, at: end, segment: index + 1, bound: &bound, candidates: candidates)
        {
          return true
        }
      }
      bound[placeholder.rawValue] = before
      return false
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether these bytes stand at an index.
  fileprivate func hasBytes(_ bytes: [UInt8], at start: Int) -> Bool {
    guard endIndex - start >= bytes.count else { return false }
    guard !bytes.isEmpty else { return true }
    return unsafe self[start..<(start + bytes.count)].withUnsafeBytes { left in
      unsafe bytes.withUnsafeBytes { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return false }
        return unsafe memcmp(left, right, bytes.count) == 0
      }
    }
  }
}
