internal import Warehouse

extension ImportRun {
  /// The run of one import command.
  convenience init(paths: [String], _ options: Importer.Options) {
    var json = JSONText()
    json.append("{\"paths\":[")
    for (index, path) in paths.enumerated() {
      if index > 0 { json.append(",") }
      json.append(escaped: path)
    }
    json.append("]")
    for (index, pattern) in options.exclude.enumerated() {
      json.append(index == 0 ? ",\"exclude\":[" : ",")
      json.append(escaped: pattern)
    }
    if !options.exclude.isEmpty { json.append("]") }
    for (name, value) in [
      ("benchmark", options.benchmark), ("input_format", options.format),
      ("stdin_name", options.standardInputName), ("downloaded_from", options.downloadedFrom),
      ("judge_endpoint", options.statedJudge.host),
      ("judge_resolved", options.statedJudge.resolvedModel),
      ("judge_temperature", options.statedJudge.temperature.map { "\($0)" }),
    ] {
      guard let value else { continue }
      json.append(",\"\(name)\":")
      json.append(escaped: value)
    }
    json.append("}")
    self.init(
      configuration: json.string, person: options.person, experiment: options.experiment)
  }
}
