package import Storage

/// The verdicts that a judge has given already, by what it was asked: asking again would buy the
/// same again.
package struct StandingVerdicts: Sendable {
  fileprivate struct Slot: Hashable {
    let question: String
    // In order of their names: the games of a pair are told apart by their prompts.
    let models: [String]
    let sample: Int
    let turn: Int
    let repeatNumber: Int
  }

  // Of each prompt, what its newest call cost; the inner nil: not known.
  private var prompts: [Slot: [Key: Int64?]] = [:]
  /// The judges that have the configuration, or that people say are one with such a judge.
  package let judges: [String]
  /// Judges of the same name and protocol that differ by what is not known of them.
  package let similarJudges: [String]
  /// The versions that judged each model, as far as they are known; those that people say are one are
  /// one here.
  private var versions: [String: Set<String>] = [:]

  /// Reads them.
  ///
  /// What the judge was asked for and answered counts, also where no score could be read; a call
  /// that failed does not.
  ///
  /// - Parameter judge: what will be asked; its resolved model does not matter.
  package init(
    of judge: JudgeIdentity, benchmark: String, _ connection: Connection, _ facts: FactFilter
  ) throws {
    let found = try JudgeSet(judge, connection, facts)
    judges = found.names(found.same)
    similarJudges = found.names(found.similar)
    for id in found.same.sorted() {
      let version = found.version(of: id, facts)
      try connection.forEach(
        """
        SELECT q.external_id, m.name, o.name, j.sample, j.turn, j.repeat_no, p.prompt_key, r.id,
          r.recorded_at, k.nano_usd
        FROM judgments j JOIN records r ON r.id = j.record_id
        JOIN questions q ON q.id = j.question_id JOIN benchmarks b ON b.id = q.benchmark_id
        JOIN models m ON m.id = j.model_id LEFT JOIN models o ON o.id = j.opponent_id
        JOIN prompts p ON p.id = j.prompt_id
        LEFT JOIN call_costs k ON k.call_id = j.call_id AND k.revision = (
          SELECT max(revision) FROM call_costs WHERE call_id = j.call_id)
        WHERE j.judge_id = $1 AND b.name = $2 AND j.outcome NOT IN ('api_error', 'skipped')
        """, [.integer(id), .text(benchmark)]
      ) { row in
        guard let turn = row.optionalInteger(4), let key = Key(try row.bytes(6)),
          facts.counts(record: try row.integer(7), recordedAt: try row.integer(8))
        else { return }
        if let version { versions[try row.text(1), default: []].insert(version) }
        let slot = Slot(
          question: try row.text(0),
          models: [try row.text(1), row.optionalText(2)].compactMap { $0 }.sorted(),
          sample: try row.int(3), turn: Int(turn), repeatNumber: try row.int(5))
        prompts[slot, default: [:]].updateValue(row.optionalInteger(9), forKey: key)
      }
    }
  }

  /// The versions whose verdicts on some models stand, in order of their names.
  package func versions(for models: Set<String>) -> [String] {
    models.reduce(into: Set()) { $0.formUnion(versions[$1] ?? []) }.sorted()
  }

  /// Whether the judge was asked anything of the slot before.
  package func hasAny(_ slot: WorkSlot) -> Bool {
    !prompts.isEmpty && prompts[Slot(slot)] != nil
  }

  /// Whether the judge was asked this of the slot before.
  package func contains(_ slot: WorkSlot, prompt: Key) -> Bool {
    self.slot(slot, prompt) != nil
  }

  /// What the answer to that had cost; nil: not known.
  package func cost(_ slot: WorkSlot, prompt: Key) -> Int64? {
    self.slot(slot, prompt) ?? nil
  }

  private func slot(_ slot: WorkSlot, _ prompt: Key) -> Int64?? {
    prompts[Slot(slot)]?[prompt]
  }
}

extension StandingVerdicts.Slot {
  fileprivate init(_ slot: WorkSlot) {
    self.init(
      question: slot.question.externalID,
      models: [slot.model, slot.opponent].compactMap { $0 }.sorted(), sample: slot.sample,
      turn: slot.turn, repeatNumber: slot.repeatNumber)
  }
}

/// The judges of a store that a configuration is, or may be.
private struct JudgeSet {
  private(set) var same: Set<Int64> = []
  private(set) var similar: Set<Int64> = []
  private var labels: [Int64: String] = [:]
  private var resolved: [Int64: String] = [:]

  init(_ judge: JudgeIdentity, _ connection: Connection, _ facts: FactFilter) throws {
    var candidates: Set<Int64> = []
    try connection.forEach(
      """
      SELECT j.id, j.judge_key, c.configuration_key, j.parser, e.host, c.temperature, c.max_tokens,
        j.resolved_model
      FROM judges j JOIN configurations c ON c.id = j.configuration_id
      LEFT JOIN protocols p ON p.id = c.protocol_id LEFT JOIN endpoints e ON e.id = c.endpoint_id
      WHERE c.requested_model = $1 AND c.mode = $2 AND c.kind = 'model' AND p.name = $3
      """,
      [
        .text(judge.requestedModel), .text(judge.mode.rawValue), .optional(judge.protocolName),
      ]
    ) { row in
      let id = try row.integer(0)
      resolved[id] = row.optionalText(7)
      labels[id] = "\(judge.requestedModel)@\(Key(try row.bytes(1))?.short ?? "")"
      if try Key(row.bytes(2)) == judge.configurationKey, row.optionalText(3) == judge.parser {
        same.insert(id)
      } else if Self.mayEqual(row.optionalText(3), judge.parser),
        Self.mayEqual(row.optionalText(4), judge.host),
        Self.mayEqual(row.optionalReal(5), judge.temperature),
        Self.mayEqual(row.optionalInteger(6), judge.maxTokens)
      {
        candidates.insert(id)
      }
    }
    let roots = Set(same.map(facts.effects.judges.root))
    same.formUnion(roots.flatMap(facts.effects.judges.members))
    similar = candidates.subtracting(same)
  }

  /// What answers as a judge, or as the one that people say it is; nil: not known.
  func version(of id: Int64, _ facts: FactFilter) -> String? {
    resolved[facts.effects.judges.root(of: id)] ?? resolved[id]
  }

  func names(_ ids: Set<Int64>) -> [String] { ids.compactMap { labels[$0] }.sorted() }

  private static func mayEqual<T: Equatable>(_ known: T?, _ wanted: T?) -> Bool {
    known == nil || known == wanted
  }
}
