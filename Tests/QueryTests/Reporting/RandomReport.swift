import Query

/// A report of random cells; the same seed gives the same report.
struct RandomReport {
  let report: Report

  init(seed: UInt64) {
    var random = SplitMix(state: seed)
    let columnCount = Int.random(in: 1...6, using: &random)
    let columns = (0..<columnCount).map { index in
      Report.Column(
        "c\(index)", unit: ["rate", "rows", nil][index % 3],
        alignment: index.isMultiple(of: 2) ? .leading : .trailing, digits: index % 4)
    }
    let sections = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      Report.Section(
        title: "",
        rows: (0..<Int.random(in: 0...5, using: &random)).map { _ in
          Report.Row((0..<columnCount).map { _ in Self.cell(depth: 0, &random) })
        })
    }
    report = Report(name: "random", columns: columns, sections: sections)
  }

  private static func cell(depth: Int, _ random: inout SplitMix) -> Cell {
    switch Int.random(in: 0..<(depth == 0 ? 8 : 7), using: &random) {
    case 0: .null
    case 1: .integer(Int64(bitPattern: random.next()))
    case 2: .real(Double(bitPattern: random.next()))
    case 3: .text(text(&random))
    case 4: .boolean(random.next().isMultiple(of: 2))
    case 5: .usd(nano: Int64(bitPattern: random.next()) >> Int64.random(in: 0..<63, using: &random))
    case 6: .time(nanoseconds: Int64(bitPattern: random.next()))
    default:
      .list(
        (0..<Int.random(in: 0...3, using: &random)).map { _ in cell(depth: depth + 1, &random) })
    }
  }

  private static func text(_ random: inout SplitMix) -> String {
    let pieces: [Unicode.Scalar] = [
      "a", "b", " ", ",", "\"", "\\", "\n", "\r", "\t", "\0", "\u{1b}", "\u{9b}", "|", "=", "`",
      "\u{301}", "\u{fe0f}", "\u{200d}", "日", "🤗", "👩", "\u{1f1e9}", "\u{2028}", "\u{202e}",
    ]
    var scalars = "".unicodeScalars
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      scalars.append(pieces[Int.random(in: pieces.indices, using: &random)])
    }
    return String(scalars)
  }
}

/// Steele, Lea and Flood's SplitMix64.
///
/// Source: https://prng.di.unimi.it/splitmix64.c
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
