internal import Storage
internal import Warehouse

/// Model names that look like one model.
struct NameFindings {
  /// A tag with this name and another model's name as its value says that the two are not one.
  static let differs = "not-same-as"

  let findings: [Finding]

  init(_ reader: StandingReader) throws {
    let effects = reader.facts.effects
    var byForm: [String: [(id: Int64, name: String)]] = [:]
    try reader.connection.forEach("SELECT id, name FROM models ORDER BY name, id") { row in
      let id = try row.integer(0)
      guard effects.models.root(of: id) == id else { return }
      let name = try row.text(1)
      byForm[Self.form(name), default: []].append((id, name))
    }
    findings = byForm.sorted { $0.key < $1.key }.flatMap { _, models -> [Finding] in
      models.dropFirst().compactMap { other in
        let first = models[0]
        let differs = [(first, other), (other, first)].contains { left, right in
          effects.tags[left.id]?[Self.differs] == right.name
        }
        guard !differs, ExactText(first.name) != ExactText(other.name) else { return nil }
        return Finding(
          kind: .lookAlike, subject: other.name, rows: 2,
          text: "\(first.name) and \(other.name) look like one model; if they are two, "
            + "`\(CommandText.of("models", "tag", other.name, "\(Self.differs)=\(first.name)"))` says so",
          command: CommandText.of("models", "same", first.name, other.name, "--reason", "WHY"))
      }
    }
  }

  /// What is left of a name without its owner, case and separators.
  static func form(_ name: String) -> String {
    let own = name.split(separator: "/").last ?? name[...]
    return String(own.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
