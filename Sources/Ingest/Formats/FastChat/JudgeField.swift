internal import Warehouse

/// The field `judge`: `[model, prompt name]`, or a plain name.
struct JudgeField {
  let name: String
  /// nil: not stated.
  let promptName: String?

  /// - Throws: `RecordProblem` for another shape.
  init(_ fields: inout RecordFields) throws {
    guard let value = fields.value("judge") else { throw fields.missing("judge") }
    let parts = value.kind == .array ? value.elements.map { $0.string() } : [value.string()]
    guard (1...2).contains(parts.count), let name = parts[0], !name.isEmpty,
      !parts.contains(where: { $0?.utf8.contains(0) ?? true })
    else { throw fields.wrongType("judge", value, "a name or [model, prompt name]") }
    self.name = name
    promptName = parts.count == 2 ? parts[1] : nil
    if value.kind == .array, parts.count == 1 { fields.keep("judge", value.rawJSON) }
  }

  /// The judge as far as the field tells it.
  func identity(_ mode: JudgingMode, kind: JudgeIdentity.Kind = .model) -> JudgeIdentity {
    JudgeIdentity(
      kind: kind, mode: mode, requestedModel: name,
      protocolName: promptName.map(ProtocolName.containing))
  }
}
