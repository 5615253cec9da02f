import Testing

@testable import Warehouse

/// A scale is what a prompt states, never a guess.
@Suite struct StatedScaleTests {
  @Test(
    arguments: [
      ("rate the response on a scale of 1 to 10 by strictly following", 1...10),
      ("on a scale from 0 to 100.", 0...100), ("On a SCALE OF 1 TO 5, please", 1...5),
      ("a scale of 1-10", 1...10), ("a scale of 1 – 5", 1...5), ("a scale\nof 1\nto 7", 1...7),
      ("a scale of 0 to 1", 0...1), ("scale of 1 to 10, then a scale of 1 to 5", 1...10),
      ("scale of 5 to 1, or a scale of 1 to 5", 1...5), ("(scale of 1 to 10)", 1...10),
      ("a scale of 1 to 10.\n", 1...10), ("a scale of 1 to 10; 1.5 is fine", 1...10),
    ])
  func `what is stated is found`(text: String, scale: ClosedRange<Double>) {
    #expect(StatedScale.find(in: text) == scale)
  }

  @Test(arguments: [
    "", "rate it from 1 to 10", "a scale of 10", "a scale of ten to one", "a 10-point scale",
    "a scale of 5 to 1", "a scale of 3 to 3", "scale 1 to 10", "a scale of [1] to [10]",
    "a scale of -5 to 5", "a scale of 0 to -5", "a scale of 1.5 to 10", "a scale of 1 and 10",
    "a scale of 0 to 1.5", "a scale of 1 to 10,000",
  ])
  func `what is not stated is not found`(text: String) {
    #expect(StatedScale.find(in: text) == nil)
  }

  @Test func `the body comes before the system prompt`() {
    func scale(system: String?, body: String) -> ClosedRange<Double>? {
      TemplateRecord(
        name: "x", mode: .single, system: system.map { StoredText($0) }, body: StoredText(body),
        description: nil, category: nil, outputFormat: nil
      ).scale
    }
    let ten = "a scale of 1 to 10"
    #expect(scale(system: ten, body: "a scale of 1 to 5") == 1...5)
    #expect(scale(system: ten, body: "rate it") == 1...10)
    #expect(scale(system: nil, body: "rate it") == nil)
  }
}
