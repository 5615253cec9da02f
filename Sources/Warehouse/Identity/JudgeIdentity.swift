/// What makes two verdicts comparable: everything that is known of who gave them, and how.
///
/// nil is unknown, and unknown differs from every known value.
public struct JudgeIdentity: Sendable, Hashable {
  /// What it is.
  public var kind: Kind
  /// How it judges.
  public var mode: JudgingMode
  /// The model that was asked for; of a person or a metric its name.
  public var requestedModel: String
  /// The name of the protocol.
  public var protocolName: String?
  /// The host that was called.
  public var host: String?
  /// What it was called with.
  public var temperature: Double?
  /// The longest text it was allowed, in tokens.
  public var maxTokens: Int64?
  /// What the reply said it came from.
  public var resolvedModel: String?
  /// Name and version of the parser that read the text.
  public var parser: String?

  /// What a judge is.
  public enum Kind: String, Sendable, CaseIterable {
    /// A model that was asked, a person who voted, a formula.
    case model, person, metric
  }

  /// A judge of whom nothing but name and protocol is known.
  public init(kind: Kind, mode: JudgingMode, requestedModel: String, protocolName: String?) {
    self.kind = kind
    self.mode = mode
    self.requestedModel = requestedModel
    self.protocolName = protocolName
  }

  /// Whether everything known is the same, names by their bytes: as equal keys say, and faster.
  public static func == (left: JudgeIdentity, right: JudgeIdentity) -> Bool {
    left.kind == right.kind && left.mode == right.mode
      && left.requestedModel.isSpelled(as: right.requestedModel)
      && left.protocolName.isSpelled(as: right.protocolName)
      && left.host.isSpelled(as: right.host)
      && left.temperature == right.temperature && left.maxTokens == right.maxTokens
      && left.resolvedModel.isSpelled(as: right.resolvedModel)
      && left.parser.isSpelled(as: right.parser)
  }

  /// Everything that is sent to the judge but the texts.
  package var configurationKey: Key {
    var form = CanonicalForm("configuration")
    form.add(kind.rawValue)
    form.add(mode.rawValue)
    form.add(requestedModel)
    form.add(protocolName)
    form.add(host)
    // The sum of minus zero and zero is zero: equal identities have equal keys.
    form.add(temperature.map { $0 + 0 })
    form.add(maxTokens)
    return form.key()
  }

  var key: Key {
    var form = CanonicalForm("judge")
    form.add(configurationKey)
    form.add(resolvedModel)
    form.add(parser)
    return form.key()
  }
}

/// The protocol that a judge prompt's name belongs to.
public enum ProtocolName {
  /// The protocol of a prompt.
  ///
  /// FastChat judges with four prompts per mode, one each for plain and reference-guided, first
  /// and later turns; the four are one protocol, named after the plain first-turn prompt. Other
  /// names follow the same pattern: `x-math-v1-multi-turn` belongs to `x-v1`.
  ///
  /// Source: FastChat llm_judge, `gen_judgment.py` (ALGORITHMS: judges per run).
  public static func containing(prompt name: String) -> String {
    // Neither word stands in a name without its first letter: most names are told by a glance.
    guard name.utf8.contains(UInt8(ascii: "m")) else { return name }
    if name == "pair-math-v1" || name == "pair-math-v1-multi-turn" { return "pair-v2" }
    var words = name.split(separator: "-", omittingEmptySubsequences: false)
    if words.count > 2, words.suffix(2) == ["multi", "turn"] { words.removeLast(2) }
    if words.count > 1, words.last == "math" {
      words.removeLast()
    } else if let math = words.dropFirst().firstIndex(of: "math") {
      words.remove(at: math)
    }
    return words.joined(separator: "-")
  }
}
