/// Amounts in US dollars as texts, exact to the nano-dollar.
package enum USDText {
  /// `$0.0135`: all digits that are not zero, two decimals at least.
  package static func of(_ nanoUSD: Int64) -> String {
    let (whole, nano) = nanoUSD.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let digits = String(nano)
    var fraction = String(repeating: "0", count: 9 - digits.utf8.count) + digits
    while fraction.utf8.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(nanoUSD < 0 ? "-" : "")$\(whole).\(fraction)"
  }
}
