/// Finds numbers and names in square brackets, in the UTF-8 bytes of a text.
struct BracketScanner {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Numbers in brackets, as they are spelt, and where they begin.
  struct Match {
    let numbers: [Substring]
    let offset: Int
  }

  /// The first place where as many numbers as asked for stand between brackets.
  ///
  /// A number is digits, then at most one point, then digits or none; between two stands a comma
  /// and at most one white space.
  ///
  /// - Parameter depth: how many brackets open and close.
  func first(depth: Int, count: Int, from start: Int = 0) -> Match? {
    guard start < bytes.count else { return nil }
    for offset in start..<bytes.count where bytes[offset] == UInt8(ascii: "[") {
      if let numbers = numbers(at: offset, depth: depth, count: count) {
        return Match(numbers: numbers, offset: offset)
      }
    }
    return nil
  }

  /// Every such place.
  func all(depth: Int, count: Int) -> [Match] {
    var matches: [Match] = []
    var start = 0
    while let match = first(depth: depth, count: count, from: start) {
      matches.append(match)
      start = match.offset + 1
    }
    return matches
  }

  // MARK: - Private

  private func numbers(at offset: Int, depth: Int, count: Int) -> [Substring]? {
    var position = offset
    guard skip(UInt8(ascii: "["), times: depth, &position) else { return nil }
    var numbers: [Substring] = []
    for index in 0..<count {
      if index > 0 {
        guard skip(UInt8(ascii: ","), times: 1, &position) else { return nil }
        skipWhiteSpace(&position)
      }
      guard let number = number(&position) else { return nil }
      numbers.append(number)
    }
    return skip(UInt8(ascii: "]"), times: depth, &position) ? numbers : nil
  }

  private func skip(_ byte: UInt8, times: Int, _ position: inout Int) -> Bool {
    for _ in 0..<times {
      guard position < bytes.count, bytes[position] == byte else { return false }
      position += 1
    }
    return true
  }

  private func skipWhiteSpace(_ position: inout Int) {
    guard position < bytes.count, [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(bytes[position])
    else { return }
    position += 1
  }

  private func number(_ position: inout Int) -> Substring? {
    let start = position
    skipDigits(&position)
    guard position > start else { return nil }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      skipDigits(&position)
    }
    return Substring(decoding: bytes[start..<position], as: UTF8.self)
  }

  private func skipDigits(_ position: inout Int) {
    while position < bytes.count,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position])
    {
      position += 1
    }
  }
}
