import Testing

@testable import Evaluate
@testable import Warehouse

/// The judge prompts that come with the program.
@Suite struct HouseProtocolTests {
  private static let names: [(String, JudgingMode)] = [
    (HouseProtocol.single, .single), (HouseProtocol.pairwise, .pairwise),
    (HouseProtocol.singleJSON, .single), (HouseProtocol.pairwiseJSON, .pairwise),
  ]

  @Test(arguments: names)
  func `each has a prompt for each kind of question, all of one name`(
    name: String, mode: JudgingMode
  ) throws {
    let templates = HouseProtocol.templates(of: name)
    #expect(templates.count == 4)
    #expect(Set(templates.map { ProtocolName.containing(prompt: $0.name) }) == [name])
    for template in templates {
      let body = try #require(PromptBody(template: Array(template.body.utf8)))
      let isSecond = template.name.hasSuffix("-multi-turn")
      #expect(body.placeholders.contains(.question2) == isSecond)
      #expect(body.placeholders.contains(.answerA2) == isSecond)
      #expect(body.placeholders.contains(.reference1) == template.name.contains("-math-"))
      #expect(body.placeholders.contains(.answerB1) == (mode == .pairwise))
      #expect(template.outputFormat.flatMap(VerdictForm.init) != nil)
      #expect(template.scale == (mode == .single ? 1...10 : nil))
    }
  }

  /// What scores mean hangs on every word; a change needs another name.
  @Test func `the words never change under their names`() {
    let digests = Self.names.map { name, _ in
      let words = HouseProtocol.templates(of: name).map { template in
        "\(template.name)\n\(template.system?.string ?? "")\n\(template.body.string)\n"
      }
      return Key(of: words.joined().utf8).short
    }
    #expect(digests == ["a0d9013366d3", "a3bdde797ef7", "bc3268bd713a", "1145c9db267f"])
  }

  @Test func `an unknown name has none`() {
    #expect(HouseProtocol.templates(of: "single-v1").isEmpty)
  }

  @Test(
    arguments: [
      (nil, nil, "math", 0), (nil, nil, "stem", 0.1), (nil, nil, "writing", 0.7),
      (nil, nil, "other", 0.7), (nil, nil, nil, 0.7), (nil, 0.3, "math", 0.3), (1, 0.3, "math", 1),
    ] as [(Double?, Double?, String?, Double)])
  func `temperatures are forced, demanded, or of the category`(
    forced: Double?, required: Double?, category: String?, expected: Double
  ) {
    #expect(
      Temperatures.temperature(forced: forced, required: required, category: category) == expected)
  }
}
