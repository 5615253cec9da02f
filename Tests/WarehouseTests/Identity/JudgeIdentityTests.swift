import Testing

@testable import Warehouse

/// Equal stated identities are one judge; what is unknown differs from all that is known.
@Suite struct JudgeIdentityTests {
  private static let known: JudgeIdentity = {
    var identity = JudgeIdentity(
      kind: .model, mode: .single, requestedModel: "gpt-4", protocolName: "single-v1")
    identity.host = "api.openai.com"
    identity.temperature = 0
    identity.maxTokens = 2_048
    identity.resolvedModel = "gpt-4-0613"
    identity.parser = "rating 1"
    return identity
  }()

  /// One change each: a part made unknown, or another.
  private static let changes: [@Sendable (inout JudgeIdentity) -> Void] = [
    { $0.kind = .person }, { $0.kind = .metric }, { $0.mode = .pairwise },
    { $0.requestedModel = "gpt-4-turbo" }, { $0.requestedModel = "" },
    { $0.protocolName = "single-v2" }, { $0.protocolName = nil }, { $0.protocolName = "" },
    { $0.host = "eu.api.openai.com" }, { $0.host = nil },
    { $0.temperature = 0.1 }, { $0.temperature = nil },
    { $0.maxTokens = 1_024 }, { $0.maxTokens = nil },
  ]
  private static let replyChanges: [@Sendable (inout JudgeIdentity) -> Void] = [
    { $0.resolvedModel = "gpt-4-0314" }, { $0.resolvedModel = nil },
    { $0.parser = "rating 2" }, { $0.parser = nil },
    { (one: inout JudgeIdentity) in swap(&one.resolvedModel, &one.parser) },
  ]

  private static func changed(
    _ changes: [@Sendable (inout JudgeIdentity) -> Void]
  ) -> [JudgeIdentity] {
    changes.map { change in
      var identity = known
      change(&identity)
      return identity
    }
  }

  @Test func `equal identities are one judge`() {
    let copy = Self.known
    #expect(copy.key == Self.known.key)
    let bare = { (name: String) in
      JudgeIdentity(kind: .model, mode: .single, requestedModel: name, protocolName: nil)
    }
    #expect(bare("gpt-4").key == bare("gpt-4").key)
    #expect(bare("gpt-4").key != bare("gpt-5").key)
  }

  @Test func `every part tells judges apart`() {
    let all = [Self.known] + Self.changed(Self.changes + Self.replyChanges)
    #expect(Set(all.map(\.key)).count == all.count)
  }

  @Test func `the configuration is what is sent, not what comes back`() {
    let sent = [Self.known] + Self.changed(Self.changes)
    #expect(Set(sent.map(\.configurationKey)).count == sent.count)
    for identity in Self.changed(Self.replyChanges) {
      #expect(identity.configurationKey == Self.known.configurationKey)
    }
  }

  @Test func `identities that are equal have equal keys`() {
    var minus = Self.known
    minus.temperature = -0.0
    #expect(minus == Self.known)
    #expect(minus.key == Self.known.key)
  }

  /// Keys stand in stores: another spelling would make every judge a new one.
  @Test func `the key of a judge is the one that stores hold`() {
    #expect(Self.known.key.description == "dc1f290f03038422b2e7a2fe6bcc7962")
    #expect(Self.known.configurationKey.description == "5a7c49e559358f313758d2ea55488cd1")
  }
}

/// Which prompts are one protocol.
@Suite struct ProtocolNameTests {
  @Test(
    arguments: [
      ("single-v1", "single-v1"), ("single-v1-multi-turn", "single-v1"),
      ("single-math-v1", "single-v1"), ("single-math-v1-multi-turn", "single-v1"),
      ("pair-v2", "pair-v2"), ("pair-v2-multi-turn", "pair-v2"),
      ("pair-math-v1", "pair-v2"), ("pair-math-v1-multi-turn", "pair-v2"),
    ])
  func `FastChat's eight prompts are two protocols`(prompt: String, name: String) {
    #expect(ProtocolName.containing(prompt: prompt) == name)
  }

  @Test(
    arguments: [
      ("pocket-math-v1-multi-turn", "pocket-v1"), ("pocket-v1", "pocket-v1"),
      ("pocket-math", "pocket"), ("score", "score"), ("", ""), ("math-v1", "math-v1"),
      ("multi-turn", "multi-turn"), ("essay-mathematics-v1", "essay-mathematics-v1"),
      ("pocket-v1-multi-turn-v2", "pocket-v1-multi-turn-v2"),
    ])
  func `other names follow the pattern and nothing else does`(prompt: String, name: String) {
    #expect(ProtocolName.containing(prompt: prompt) == name)
  }
}
