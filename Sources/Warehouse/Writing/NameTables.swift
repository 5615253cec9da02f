internal import Storage

/// Finds or makes the rows that records refer to by name, and remembers them.
final class NameTables {
  private let models: KeyedTable
  private let questions: KeyedTable
  private let protocols: KeyedTable
  private let protocolPrompts: KeyedTable
  private let endpoints: KeyedTable
  private let configurations: KeyedTable
  private let judges: KeyedTable
  private let conditions: KeyedTable
  private let benchmarks: KeyedTable

  /// What was found or made so far.
  private(set) var known: NameIDs

  /// - Parameter known: what was found or made before, and is committed.
  init(_ connection: Connection, known: NameIDs = NameIDs()) throws {
    self.known = known
    benchmarks = try KeyedTable(connection, "benchmarks", key: ["name"])
    models = try KeyedTable(connection, "models", key: ["model_key"], columns: ["name"])
    questions = try KeyedTable(connection, "questions", key: ["benchmark_id", "external_id"])
    protocols = try KeyedTable(connection, "protocols", key: ["name", "mode"])
    protocolPrompts = try KeyedTable(connection, "protocol_prompts", key: ["protocol_id", "name"])
    endpoints = try KeyedTable(
      connection, "endpoints", key: ["endpoint_key"], columns: ["host"])
    configurations = try KeyedTable(
      connection, "configurations", key: ["configuration_key"],
      columns: [
        "kind", "mode", "requested_model", "endpoint_id", "protocol_id", "temperature",
        "max_tokens",
      ])
    judges = try KeyedTable(
      connection, "judges", key: ["judge_key"],
      columns: ["configuration_id", "resolved_model", "parser"])
    conditions = try KeyedTable(
      connection, "conditions", key: ["conditions_key"],
      columns: ["temperature", "max_tokens", "top_p"])
  }

  /// A model of which only the name is known.
  func model(_ name: String) throws -> Int64 {
    if let id = known.models[ExactText(name)] { return id }
    var form = CanonicalForm("model")
    form.add(name)
    for _ in 0..<5 { form.addNull() }  // base model, adapter, revision, path, provider
    let id = try models.findOrMake([form.key().sqlValue], [.text(name)]).id
    known.models[ExactText(name)] = id
    return id
  }

  /// A benchmark.
  func benchmark(_ name: String) throws -> Int64 {
    if let id = known.benchmarks[ExactText(name)] { return id }
    let id = try benchmarks.findOrMake([.text(name)]).id
    known.benchmarks[ExactText(name)] = id
    return id
  }

  /// A slot of a benchmark.
  func question(_ name: QuestionName) throws -> Int64 {
    if let id = known.questions[name] { return id }
    let benchmarkID = try benchmark(name.benchmark)
    let id = try questions.findOrMake([.integer(benchmarkID), .text(name.externalID)]).id
    known.questions[name] = id
    return id
  }

  /// A judge at its version.
  func judge(_ identity: JudgeIdentity) throws -> Int64 {
    if let id = known.judges[identity] { return id }
    let protocolID = try identity.protocolName.map { name in
      try protocols.findOrMake([.text(name), .text(identity.mode.rawValue)]).id
    }
    let endpointID = try identity.host.map { try endpoint(host: $0) }
    let configurationID = try configurations.findOrMake(
      [.bytes(identity.configurationKey.bytes)],
      [
        .text(identity.kind.rawValue), .text(identity.mode.rawValue),
        .text(identity.requestedModel), .optional(endpointID), .optional(protocolID),
        .optional(identity.temperature), .optional(identity.maxTokens),
      ]
    ).id
    let id = try judges.findOrMake(
      [.bytes(identity.key.bytes)],
      [.integer(configurationID), .optional(identity.resolvedModel), .optional(identity.parser)]
    ).id
    known.judges[identity] = id
    return id
  }

  /// A prompt name of the protocol it belongs to.
  func protocolPrompt(_ name: String, of identity: JudgeIdentity) throws -> Int64? {
    guard let protocolName = identity.protocolName else { return nil }
    let cacheName = NameIDs.PromptName(
      mode: identity.mode, protocolName: ExactText(protocolName), name: ExactText(name))
    if let id = known.prompts[cacheName] { return id }
    let protocolID = try protocols.findOrMake(
      [.text(protocolName), .text(identity.mode.rawValue)]
    ).id
    let id = try protocolPrompts.findOrMake([.integer(protocolID), .text(name)]).id
    known.prompts[cacheName] = id
    return id
  }

  /// Conditions as they were stated.
  func conditions(_ stated: Conditions) throws -> Int64 {
    try conditions.findOrMake(
      [.bytes(stated.key.bytes)],
      [.optional(stated.temperature), .optional(stated.maxTokens), .optional(stated.topP)]
    ).id
  }

  // MARK: - Private

  private func endpoint(host: String) throws -> Int64 {
    var form = CanonicalForm("endpoint")
    form.add(host)
    form.addNull()  // provider
    form.addNull()  // deployment
    return try endpoints.findOrMake([form.key().sqlValue], [.text(host)]).id
  }
}
