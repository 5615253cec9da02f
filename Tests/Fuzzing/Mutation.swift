/// Ways in which files of results come to harm, or merely look unusual.
enum Mutation: CaseIterable {
  case flipBits, cut, removeBytes, insertBytes, duplicateLine, removeLine, swapLines, notUTF8, nul
  case nest, hugeNumber, longLine, carriageReturns, byteOrderMark, concatenate, swapStrings
  case emptyLine, unquote, surrogate, control

  /// The bytes after this happened to them.
  ///
  /// - Parameter other: another file's bytes.
  func apply(
    to bytes: [UInt8], other: () -> [UInt8], _ random: inout FuzzRandom
  ) -> [UInt8] {
    switch self {
    case .duplicateLine, .removeLine, .swapLines, .emptyLine: return lines(bytes, &random)
    case .cut: return Array(bytes.prefix(random.below(bytes.count + 1)))
    case .carriageReturns: return bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    case .byteOrderMark: return [0xEF, 0xBB, 0xBF] + bytes
    case .concatenate:
      let other = other()
      return random.oneIn(2) ? bytes + other : other + bytes
    case .hugeNumber: return replaceNumber(bytes, &random)
    case .swapStrings: return swapStrings(bytes, &random)
    case .removeBytes:
      var bytes = bytes
      let start = random.below(bytes.count + 1)
      bytes.removeSubrange(start..<min(bytes.count, start + 1 + random.below(20)))
      return bytes
    case .flipBits:
      var bytes = bytes
      for _ in 0...random.below(4) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
      }
      return bytes
    case .insertBytes, .notUTF8, .nul, .nest, .longLine, .unquote, .surrogate, .control:
      var bytes = bytes
      bytes.insert(contentsOf: inserted(&random), at: random.below(bytes.count + 1))
      return bytes
    }
  }

  // MARK: - Private

  private static let numbers = [
    "1e999", "-1e999", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "0.1e-400", "-0", "-0.0", "00", "1.", ".5", "1e", "NaN", "Infinity", "-1", "0", "1e308",
    "9007199254740993", "1.7976931348623157e308", "4.9e-324", "99999999999.9999999999",
    "-62135596801", "253402300800", "9223372036.854775807", "9223372036.8547758075",
    "2147483648", String(repeating: "9", count: 400), "true", "null", "\"7\"", "[]", "{}",
  ]

  private func inserted(_ random: inout FuzzRandom) -> [UInt8] {
    func text(_ choices: [String]) -> [UInt8] { Array(random.pick(choices).utf8) }
    switch self {
    case .notUTF8:
      return random.pick([
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
      ])
    case .nul: return Array(repeating: 0, count: 1 + random.below(3))
    case .nest:
      let depth = random.pick([10, 500, 1_100, 20_000])
      let open = text(["[", "{\"a\":", "[[", "{\"turns\":["])
      return Array(repeatElement(open, count: depth).joined())
    case .longLine:
      return Array(
        repeating: random.pick([0x61, 0x20, 0x5C, 0x22]),
        count: random.oneIn(400) ? 17 << 20 : random.pick([300, 70_000, 300_000]))
    case .unquote: return text(["\"", "'", "\"\"", "\\\"", "\\"])
    case .surrogate: return text(["\\ud800", "\\udc00\\ud800", "\\u0000", "\\uD83D\\uDE00", "\\u"])
    case .control: return text(["\u{1}", "\u{7F}", "\u{1B}[2J", "\t", "\u{85}", "\u{2028}", "\r"])
    default:
      return (0...random.below(8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
  }

  private func lines(_ bytes: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let place = random.below(lines.count)
    switch self {
    case .duplicateLine:
      let copies = repeatElement(lines[place], count: 1 + random.below(3))
      lines.insert(contentsOf: copies, at: random.below(lines.count + 1))
    case .removeLine: lines.remove(at: place)
    case .swapLines: lines.swapAt(place, random.below(lines.count))
    default: lines.insert(Array(random.pick(["", " ", "\t", "\r", "  \r"]).utf8), at: place)
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  /// Puts another number, or another value, in the place of a run of digits.
  private func replaceNumber(_ bytes: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let from = random.below(bytes.count + 1)
    guard let start = bytes[from...].firstIndex(where: isDigit) else { return bytes }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    var replaced = Array(bytes[..<start])
    replaced += Array(random.pick(Self.numbers).utf8)
    replaced += bytes[end...]
    return replaced
  }

  /// Swaps two quoted texts of a line, keys as well as values.
  private func swapStrings(_ bytes: [UInt8], _ random: inout FuzzRandom) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let place = random.below(lines.count)
    let line = lines[place]
    var quotes: [Int] = []
    for index in line.indices where line[index] == 0x22 {
      if index == 0 || line[index - 1] != 0x5C { quotes.append(index) }
    }
    let count = quotes.count / 2
    guard count > 1 else { return bytes }
    let pair = [random.below(count), random.below(count)].sorted()
    guard pair[0] < pair[1] else { return bytes }
    let first = quotes[pair[0] * 2]...quotes[pair[0] * 2 + 1]
    let second = quotes[pair[1] * 2]...quotes[pair[1] * 2 + 1]
    var swapped = Array(line[..<first.lowerBound])
    swapped += line[second]
    swapped += line[(first.upperBound + 1)..<second.lowerBound]
    swapped += line[first]
    swapped += line[(second.upperBound + 1)...]
    lines[place] = swapped
    return Array(lines.joined(separator: [0x0A]))
  }
}
