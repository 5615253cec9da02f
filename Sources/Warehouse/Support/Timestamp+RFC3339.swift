extension Timestamp {
  /// Reads a moment as RFC 3339 writes it, `2024-03-28T15:19:32.906286Z` or with `+01:00`.
  ///
  /// - Parameter text: date, `T` (also `t` or a space), time, and an offset, which must be there.
  ///   Nil is returned for anything else, for days and hours that do not exist, for second 60
  ///   (Unix time has no leap seconds), for fractions finer than a nanosecond, and for moments
  ///   outside the reach of `Timestamp`.
  ///
  /// Source: RFC 3339, section 5.6.
  public init?(rfc3339 text: String) {
    var fields = FieldScanner(text)
    guard let date = CivilDate(&fields),
      fields.take("T") || fields.take("t") || fields.take(" "),
      let hour = fields.number(2, in: 0...23), fields.take(":"),
      let minute = fields.number(2, in: 0...59), fields.take(":"),
      let second = fields.number(2, in: 0...59),
      let fraction = fields.fraction(),
      let offsetMinutes = fields.offsetMinutes(), fields.isAtEnd
    else { return nil }
    let minutes = (date.daysSince1970 * 24 + hour) * 60 + minute - offsetMinutes
    self.init(seconds: minutes * 60 + second, fraction: fraction)
  }

  /// The moment in UTC with as many digits of a fraction as it needs: `2024-03-28T15:19:32Z`.
  public var rfc3339: String {
    let perSecond = Timestamp.nanosecondsPerSecond
    var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: perSecond)
    if rest < 0 { (seconds, rest) = (seconds - 1, rest + perSecond) }
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = seconds - days * 86_400
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, to: 2) }
    let fraction = Timestamp.fractionDigits(nanoseconds: rest.magnitude)
    let tail = fraction.isEmpty ? "Z" : ".\(fraction)Z"
    return "\(CivilDate(daysSince1970: days))T\(time.joined(separator: ":"))\(tail)"
  }

  /// For people, without what is below the minute: `2024-03-28 15:19`.
  public var minuteText: String {
    var characters = Array(rfc3339.prefix(16))
    characters[10] = " "
    return String(characters)
  }

  /// Nil when the sum does not fit; `fraction` is 0..<10^9 nanoseconds.
  private init?(seconds: Int64, fraction: Int64) {
    let perSecond = Timestamp.nanosecondsPerSecond
    // Before 1970 the product alone may not fit although the sum does.
    let isBefore = seconds < 0 && fraction > 0
    let (whole, overflow) = (isBefore ? seconds + 1 : seconds)
      .multipliedReportingOverflow(by: perSecond)
    let (sum, sumOverflow) = whole.addingReportingOverflow(
      isBefore ? fraction - perSecond : fraction)
    if overflow || sumOverflow { return nil }
    self.init(nanoseconds: sum)
  }
}

/// A day of the Gregorian calendar, also before its introduction.
///
/// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and
/// civil_from_days: eras of 400 years that start on 1 March.
private struct CivilDate: CustomStringConvertible {
  let year: Int64
  let month: Int64
  let day: Int64

  init?(_ fields: inout FieldScanner) {
    guard let year = fields.number(4, in: 0...9_999), fields.take("-"),
      let month = fields.number(2, in: 1...12), fields.take("-"),
      let day = fields.number(2, in: 1...31), day <= CivilDate.length(of: month, in: year)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  init(daysSince1970 days: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leapDays) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))" }

  private static func length(of month: Int64, in year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Fixed-width fields of ASCII text.
private struct FieldScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ width: Int, in range: ClosedRange<Int64>) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return range.contains(value) ? value : nil
  }

  /// Nanoseconds behind a point; 0 without a point, nil for a bad or too fine fraction.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    guard var value = digit() else { return nil }
    var width = 1
    while let digit = digit() {
      if width < 9 { value = value * 10 + digit } else if digit != 0 { return nil }
      width += 1
    }
    while width < 9 { (value, width) = (value * 10, width + 1) }
    return value
  }

  /// Minutes east of UTC of `Z`, `+01:00` or `-07:30`.
  mutating func offsetMinutes() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(2, in: 0...23), take(":"),
      let minutes = number(2, in: 0...59)
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes)
  }

  private mutating func digit() -> Int64? {
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    rest.removeFirst()
    return Int64(byte - UInt8(ascii: "0"))
  }
}

/// A number of at least this many digits.
private func padded(_ value: Int64, to width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
