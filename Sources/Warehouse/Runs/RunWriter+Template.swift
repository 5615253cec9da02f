internal import Storage

extension RunWriter {
  /// Writes a judge prompt that comes with the program, or finds it written.
  package func write(_ template: TemplateRecord) throws {
    var form = CanonicalForm("template of the program")
    form.add(template.name)
    form.add(template.system?.key)
    form.add(template.body.key)
    let (recordID, isNew) = try recordID(form.key(), kind: "template")
    guard isNew else { return }
    let scale = template.scale
    try connection.prepareInsert(
      "prompt_templates",
      [
        "record_id", "name", "mode", "system_text_id", "body_text_id", "description", "category",
        "output_format", "scale_low", "scale_high",
      ]
    ).run([
      .integer(recordID), .text(template.name), .text(template.mode.rawValue),
      .optional(try template.system.map(textID)), .integer(try textID(template.body)),
      .optional(template.description), .optional(template.category),
      .optional(template.outputFormat), .optional(scale?.lowerBound), .optional(scale?.upperBound),
    ])
  }
}
