import Foundation
import TestSupport
import Testing
import Warehouse

/// Moments are read and written exactly, to the nanosecond.
@Suite struct TimestampTests {
  @Test(
    arguments: [
      ("1711370016.7036178", 1_711_370_016_703_617_800), ("1711370016", 1_711_370_016_000_000_000),
      ("1.7e9", 1_700_000_000_000_000_000), ("17E8", 1_700_000_000_000_000_000),
      ("0", 0), ("-0.0", 0), ("0e99999999999999999999", 0), ("0.000000001", 1),
      ("0.0000000010000000000000000000000000", 1), ("1e-9", 1), ("100e-11", 1),
      ("-1.5", -1_500_000_000), ("1711370016.123456789", 1_711_370_016_123_456_789),
      ("9223372036.854775807", .max), ("-9223372036.854775808", .min),
      ("0.0000000001", nil), ("1e-10", nil), ("9223372036.854775808", nil),
      ("-9223372036.854775809", nil), ("1e10", nil), ("1e999999999999999999999", nil),
      ("1234567890123456789012345678901234567890", nil), ("99999999999999999999e-11", nil),
      ("", nil), ("-", nil), ("01", nil), ("1.", nil), (".5", nil), ("1e", nil), ("+1", nil),
      (" 1", nil), ("1 ", nil), ("1711370016.70x", nil), ("nan", nil),
    ] as [(String, Int64?)])
  func `reads seconds exactly`(token: String, nanoseconds: Int64?) {
    #expect(Timestamp(decimalSeconds: token)?.nanoseconds == nanoseconds)
  }

  @Test(
    arguments: [
      (1_711_370_016_703_617_800, "1711370016.7036178"),
      (1_711_370_016_000_000_000, "1711370016.0"),
      (0, "0.0"), (1, "0.000000001"), (-1, "-0.000000001"), (-1_500_000_000, "-1.5"),
      (.max, "9223372036.854775807"), (.min, "-9223372036.854775808"),
    ] as [(Int64, String)])
  func `writes seconds`(nanoseconds: Int64, token: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).decimalSeconds == token)
  }

  @Test(
    arguments: [
      ("2024-03-28T15:19:32.906286Z", 1_711_639_172_906_286_000),
      ("2024-03-28t15:19:32.906286z", 1_711_639_172_906_286_000),
      ("2024-03-28 16:19:32.906286+01:00", 1_711_639_172_906_286_000),
      ("2024-03-28T07:49:32.906286-07:30", 1_711_639_172_906_286_000),
      ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999999Z", -1),
      ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
      ("1900-03-01T00:00:00-00:00", -2_203_891_200_000_000_000),
      ("2262-04-11T23:47:16.854775807Z", .max), ("1677-09-21T00:12:43.145224192Z", .min),
      ("1970-01-01T00:00:00.0000000010000Z", 1),
      ("2262-04-11T23:47:16.854775808Z", nil), ("1677-09-21T00:12:43.145224191Z", nil),
      ("9999-12-31T23:59:59Z", nil), ("0000-01-01T00:00:00Z", nil),
      ("2023-02-29T00:00:00Z", nil), ("1900-02-29T00:00:00Z", nil), ("2024-04-31T00:00:00Z", nil),
      ("2024-13-01T00:00:00Z", nil), ("2024-00-01T00:00:00Z", nil), ("2024-01-00T00:00:00Z", nil),
      ("2024-01-01T24:00:00Z", nil), ("2024-01-01T00:60:00Z", nil), ("2024-01-01T00:00:60Z", nil),
      ("2024-01-01T00:00:00", nil), ("2024-01-01", nil), ("2024-01-01T00:00:00.Z", nil),
      ("2024-01-01T00:00:00.1234567891Z", nil), ("2024-01-01T00:00:00+0100", nil),
      ("2024-01-01T00:00:00Zx", nil), ("", nil), ("2024-1-1T00:00:00Z", nil),
    ] as [(String, Int64?)])
  func `reads RFC 3339`(text: String, nanoseconds: Int64?) {
    #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
  }

  @Test func `writes RFC 3339 as Foundation does and reads it again`() throws {
    var random = SeededRandom(seed: 3339)
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'"
    for _ in 0..<2_000 {
      let moment = Timestamp(nanoseconds: .random(in: .min ... .max, using: &random))
      #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
      #expect(Timestamp(decimalSeconds: moment.decimalSeconds) == moment)
      let seconds = Int64.random(in: -9_000_000_000...9_000_000_000, using: &random)
      let whole = Timestamp(nanoseconds: seconds * 1_000_000_000)
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(whole.rfc3339 == expected)
    }
  }

  @Test func `orders moments`() {
    #expect(Timestamp(nanoseconds: -1) < Timestamp(nanoseconds: 0))
  }
}
