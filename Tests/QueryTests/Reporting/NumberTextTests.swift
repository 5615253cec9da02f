import Foundation
import Testing
import Warehouse

@testable import Query

@Suite struct NumberTextTests {
  @Test(arguments: [
    (7.76875, 2, "7.77"), (2.675, 2, "2.67"), (0.125, 2, "0.12"), (0.375, 2, "0.38"),
    (-0.001, 2, "0.00"), (9.995, 2, "9.99"), (0.5, 0, "0"), (1.5, 0, "2"), (-12.345, 1, "-12.3"),
    (9_007_199_254_740_991, 15, "9007199254740991.000000000000000"), (1e300, 2, "1e+300"),
    (.leastNonzeroMagnitude, 15, "0.000000000000000"), (.nan, 2, "nan"),
  ]) func `rounds the exact double`(value: Double, digits: Int, expected: String) {
    #expect(DecimalText.fixed(value, digits: digits) == expected)
  }

  @Test(arguments: [
    (0.0, 3, "<0.001"), (1e-300, 3, "<0.001"), (0.00099, 3, "<0.001"), (0.001, 3, "0.001"),
    (0.0494, 3, "0.049"), (1, 3, "1.000"), (0.009, 2, "<0.01"), (.nan, 3, "nan"),
  ]) func `no p-value is zero`(value: Double, digits: Int, expected: String) {
    #expect(DecimalText.probability(value, digits: digits) == expected)
    let column = Report.Column("p", unit: Report.Column.probability, digits: digits)
    guard value.isFinite else { return }
    #expect(Cell.real(value).peopleText(in: column, missing: "–") == expected)
  }

  @Test func `rounds as the C library does`() {
    var random = SplitMix(state: 1)
    for _ in 0..<20_000 {
      let exponent = Double.random(in: -18...15.9, using: &random)
      let value = Double.random(in: -1...1, using: &random) * pow(10, exponent)
      let digits = Int.random(in: 0...15, using: &random)
      let expected = String(format: "%.\(digits)f", value)
      let isZero = !expected.contains { "123456789".contains($0) }
      let unsigned = isZero ? expected.filter { $0 != "-" } : expected
      #expect(DecimalText.fixed(value, digits: digits) == unsigned)
    }
  }

  @Test(arguments: [
    (0.545, 1, "54.5"), (0.5454545, 1, "54.5"), (1, 1, "100.0"), (0.00049, 1, "0.0"),
    (0.29, 0, "29"),
  ]) func `moves the point exactly`(value: Double, digits: Int, expected: String) {
    #expect(DecimalText.fixed(value, digits: digits, shift: 2) == expected)
  }

  @Test(arguments: [
    (13_500_000, "$0.0135"), (0, "$0.00"), (1, "$0.000000001"), (13_500, "$0.0000135"),
    (500_000_000, "$0.50"), (123_456_789, "$0.1235"), (999_990_000, "$1.00"),
    (1_005_000_000, "$1.00"), (1_015_000_000, "$1.02"), (999_999_999_999, "$1,000.00"),
    (-13_500_000, "-$0.0135"), (Int64.min, "-$9,223,372,036.85"),
  ]) func `money for people`(nano: Int64, expected: String) {
    #expect(MoneyText.people(nanoUSD: nano) == expected)
  }

  @Test(arguments: [
    (13_500, "0.000013500"), (0, "0.000000000"), (-1, "-0.000000001"),
    (Int64.max, "9223372036.854775807"),
  ]) func `money for machines`(nano: Int64, expected: String) {
    #expect(MoneyText.machine(nanoUSD: nano) == expected)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (-1000, "-1,000"), (1_234_567, "1,234,567")])
  func `groups digits`(value: Int64, expected: String) {
    #expect(DecimalText.grouped(value) == expected)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
    (1_711_639_145_120_000_000, "2024-03-28T15:19:05.12Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00Z"),
    (Int64.min, "1677-09-21T00:12:43.145224192Z"), (Int64.max, "2262-04-11T23:47:16.854775807Z"),
  ]) func `time for machines`(nanoseconds: Int64, expected: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).rfc3339 == expected)
  }

  @Test func `dates agree with Foundation's`() {
    var random = SplitMix(state: 2)
    for _ in 0..<5_000 {
      let seconds = Int64.random(in: -9_223_372_036...9_223_372_036, using: &random)
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(Timestamp(nanoseconds: seconds * 1_000_000_000).rfc3339 == date.ISO8601Format())
    }
  }
}
