import Testing
import Warehouse

/// Amounts as programs write them.
@Suite struct NanoUSDTests {
  @Test(
    arguments: [
      ("0", 0), ("1", 1_000_000_000), ("0.25", 250_000_000), ("1.35e-05", 13_500),
      ("1.35E-5", 13_500), ("2e+1", 20_000_000_000), ("000.000000001", 1), (".5", 500_000_000),
      ("5.", 5_000_000_000), ("1.4e-9", 1), ("1.5e-9", 2), ("4.9e-10", 0), ("5e-10", 1),
      ("1e-400", 0), ("0e999", 0), ("0.0000125", 12_500), ("9223372036.854775807", .max),
      ("0.1234567894", 123_456_789), ("0.1234567895", 123_456_790),
    ] as [(String, Int64)])
  func `an amount is exact to the billionth`(text: String, amount: Int64) {
    #expect(NanoUSD(dollars: text)?.amount == amount)
  }

  @Test(arguments: [
    "", ".", "-1", "+1", "1,5", "1e", "e5", "1e1e1", "1.2.3", "NaN", "inf", " 1", "0x10",
    "9223372036.854775808", "1e10", "1e999", "1e99999999999999999999",
  ])
  func `anything else is none`(text: String) {
    #expect(NanoUSD(dollars: text) == nil)
  }
}
