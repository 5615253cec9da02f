/// The grammar of JSON (RFC 8259) written down once more, as plainly as can be, to compare with.
struct ReferenceGrammar {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  /// Whether the bytes are one JSON value.
  static func accepts(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    var grammar = ReferenceGrammar(scalars: Array(text.unicodeScalars))
    grammar.skipSpace()
    guard grammar.value() else { return false }
    grammar.skipSpace()
    return grammar.place == grammar.scalars.count
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ word: String) -> Bool {
    guard scalars[place...].starts(with: word.unicodeScalars) else { return false }
    place += word.unicodeScalars.count
    return true
  }

  private mutating func skipSpace() {
    while let scalar = next, " \t\r\n".unicodeScalars.contains(scalar) { place += 1 }
  }

  private mutating func value() -> Bool {
    switch next {
    case "{": return list(from: "{", to: "}") { $0.member() }
    case "[": return list(from: "[", to: "]") { $0.value() }
    case "\"": return string()
    case "t": return take("true")
    case "f": return take("false")
    case "n": return take("null")
    default: return number()
    }
  }

  private mutating func list(
    from open: String, to close: String, _ item: (inout ReferenceGrammar) -> Bool
  ) -> Bool {
    guard take(open) else { return false }
    skipSpace()
    if take(close) { return true }
    while true {
      skipSpace()
      guard item(&self) else { return false }
      skipSpace()
      if take(close) { return true }
      guard take(",") else { return false }
    }
  }

  private mutating func member() -> Bool {
    guard string() else { return false }
    skipSpace()
    guard take(":") else { return false }
    skipSpace()
    return value()
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let scalar = next {
      place += 1
      if scalar == "\"" { return true }
      if scalar.value < 0x20 { return false }
      if scalar == "\\", !escape() { return false }
    }
    return false
  }

  private mutating func escape() -> Bool {
    if take("u") {
      guard let unit = hexadecimal() else { return false }
      if !(0xD800...0xDFFF).contains(unit) { return true }
      guard unit < 0xDC00, take("\\u"), let low = hexadecimal() else { return false }
      return (0xDC00...0xDFFF).contains(low)
    }
    return ["\"", "\\", "/", "b", "f", "n", "r", "t"].contains { take($0) }
  }

  private mutating func hexadecimal() -> Int? {
    guard place + 4 <= scalars.count else { return nil }
    let digits = String(String.UnicodeScalarView(scalars[place..<place + 4]))
    guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let unit = Int(digits, radix: 16)
    else { return nil }
    place += 4
    return unit
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0"), !digits() { return false }
    if take("."), !digits() { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = place
    while let scalar = next, ("0"..."9").contains(scalar) { place += 1 }
    return place > start
  }
}
