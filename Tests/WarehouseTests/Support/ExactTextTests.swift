import Testing

@testable import Warehouse

/// Names are told apart by their bytes, as both engines do.
@Suite struct ExactTextTests {
  private static let (one, two) = ("caf\u{E9}", "cafe\u{301}")

  @Test func `two spellings of one text are two`() {
    #expect(Self.one == Self.two)
    #expect(ExactText(Self.one) != ExactText(Self.two))
    #expect(ExactText(Self.one) == ExactText("caf\u{E9}"))
    #expect(Set([Self.one, Self.two, Self.one].map(ExactText.init)).count == 2)
    #expect(ExactText("") == ExactText(""))
  }

  @Test func `names of questions and judges are their bytes`() {
    let questions = [Self.one, Self.two].flatMap { name in
      [
        QuestionName(benchmark: name, externalID: "1"),
        QuestionName(benchmark: "b", externalID: name),
      ]
    }
    #expect(Set(questions + questions).count == 4)
    func judge(_ model: String, _ protocolName: String?, host: String?) -> JudgeIdentity {
      var judge = JudgeIdentity(
        kind: .model, mode: .single, requestedModel: model, protocolName: protocolName)
      judge.host = host
      return judge
    }
    let judges = [Self.one, Self.two].flatMap { name in
      [judge(name, nil, host: nil), judge("j", name, host: nil), judge("j", nil, host: name)]
    }
    #expect(Set(judges + judges).count == 6)
    #expect(Set(judges.map(\.key)).count == 6)
  }
}
