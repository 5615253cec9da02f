internal import Warehouse

/// What a state is about: an instance of the scenario, as a question.
struct HELMInstance {
  let question: QuestionName
  /// nil: it is no text.
  private let text: StoredText?

  /// - Throws: `RecordProblem`.
  init(_ fields: inout RecordFields, benchmark: String) throws {
    let instance = try fields.object("instance")
    // Of older versions the input is the text itself.
    let input = instance["input"].flatMap { $0.kind == .object ? $0["text"] : $0 }
    let text = try input.flatMap { $0.isNull ? nil : $0 }.map { input in
      try fields.storedText(of: input) { "the input of the instance" }
    }
    let id = try instance["id"].flatMap { $0.isNull ? nil : $0 }.map { id in
      guard let id = id.string(), !id.isEmpty else {
        throw fields.wrongType("instance", id, "an object whose id is a text")
      }
      return id
    }
    guard let name = id ?? text.map({ "\($0.key)" }) else {
      throw RecordProblem("has an instance with neither an id nor a text")
    }
    // A text that was changed on purpose is another question.
    let perturbation = instance["perturbation"]?["name"]?.string().map { " \($0)" } ?? ""
    question = QuestionName(benchmark: benchmark, externalID: name + perturbation)
    self.text = text
    fields.keepMembers(of: instance, at: "/instance", but: ["id", "input"])
    if let input = instance["input"], input.kind == .object {
      fields.keepMembers(of: input, at: "/instance/input", but: ["text"])
    }
  }

  /// The question that the state states beside its answer.
  func stated(line: Int) -> SourceRecord? {
    guard let text, !text.utf8.isEmpty else { return nil }
    var form = CanonicalForm("helm")
    form.add("question")
    form.add(question.benchmark)
    form.add(question.externalID)
    form.add(text.key)
    return SourceRecord(
      statement: form.key(), line: line, extra: nil, isImplied: true,
      content: .question(
        QuestionRecord(
          question: question, category: nil, requiredTemperature: nil, turns: [text])))
  }
}

extension RecordFields {
  /// A field that is an object; its members are the reader's to keep.
  mutating func object(_ name: StaticString) throws -> JSONNode {
    guard let object = value(name) else { throw missing(name) }
    guard object.kind == .object else { throw wrongType(name, object, "an object") }
    return object
  }

  /// Keeps the members of an object that no column holds, by their place in the record.
  mutating func keepMembers(of object: JSONNode, at pointer: String, but known: Set<String>) {
    for member in object.members {
      guard let name = member.key(), !known.contains(name) else { continue }
      keep("\(pointer)/\(name)", member.rawJSON)
    }
  }
}
