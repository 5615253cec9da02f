internal import Warehouse

/// A date in a header: `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Source: https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats
enum HTTPDate {
  /// Reads the form that is written today; nil for the two obsolete ones, and for what is no date.
  static func timestamp(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", words[1].count == 2,
      let month = months.firstIndex(of: words[2])
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Timestamp(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
