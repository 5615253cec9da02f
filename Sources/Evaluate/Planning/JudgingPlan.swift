internal import Warehouse

/// The verdicts that a judge has still to give.
struct JudgingPlan: Sendable {
  let settings: JudgingSettings
  let judge: JudgeIdentity
  /// What must be asked, in order.
  private(set) var verdicts: [PlannedVerdict] = []
  /// How many stand already.
  private(set) var reused = 0
  /// What those had cost, by the model that is judged.
  private(set) var reusedWork: [String: ReusedWork] = [:]
  /// Answers that are not there, by model.
  private(set) var missing: [String: Int] = [:]

  // The versions whose verdicts stand on what is to be judged.
  private let versions: [String]
  // The judges whose verdicts count as done, and those that may be meant.
  private let judges: [String]
  private let similarJudges: [String]

  /// Compares what is wanted with what stands.
  ///
  /// - Throws: `PlanError`.
  init(
    _ settings: JudgingSettings, judge: JudgeIdentity, configuration: Key, content: JudgedContent,
    standing: StandingVerdicts
  ) throws {
    self.settings = settings
    self.judge = judge
    judges = standing.judges
    similarJudges = standing.similarJudges
    versions = standing.versions(for: settings.judgedModels)
    let pairs = settings.pairs
    guard !pairs.isEmpty else { throw PlanError.noPairs }
    for (model, opponent) in pairs {
      for question in content.questions {
        for sample in 0..<settings.choices {
          let wanted = try wanted(
            question,
            WorkSlot(
              .judge, configuration: configuration, question: question.name, model: model,
              opponent: opponent, sample: sample, turn: 1), content)
          for verdict in wanted { add(verdict, standing) }
        }
      }
    }
  }

  /// What a person should know before it begins.
  ///
  /// - Parameter expected: models whose answers the run itself will bring.
  func notes(expecting expected: Set<String>) -> [String] {
    let lacking = missing.filter { !expected.contains($0.key) }.sorted { $0.key < $1.key }.map {
      "\($0.key) has no answer to \($0.value) turns, which are not judged."
    }
    let mixed =
      reused > 0 && versions.count > 1
      ? [
        "What stands was judged by \(versions.joined(separator: " and by ")), which have boards of their "
          + "own; --fresh asks the version that answers now for all of it."
      ] : []
    guard let other = similarJudges.first else { return lacking + mixed }
    let own = judges.first ?? "\(judge.requestedModel)@DIGEST"
    return lacking + mixed + [
      "Verdicts of \(other) stand on another board, as what is not known of that judge may differ; "
        + "after this run `scorehouse judges same \(other) \(own) --reason WHY` says that they are "
        + "one."
    ]
  }

  // MARK: - Private

  /// What is asked about one question: each turn, each game, each repeat.
  ///
  /// - Parameter first: the slot of its first turn.
  private mutating func wanted(
    _ question: PlannedQuestion, _ first: WorkSlot, _ content: JudgedContent
  ) throws -> [PlannedVerdict] {
    var wanted: [PlannedVerdict] = []
    // Only conversations of two turns have prompts for the second, as FastChat has it.
    for turn in question.turns.count == 2 ? [1, 2] : [1] {
      let answers = [first.model, first.opponent].compactMap { $0 }.map { name in
        (name, content.answer(of: name, question, sample: first.sample, turn: turn))
      }
      for (name, answer) in answers where answer == nil { missing[name, default: 0] += 1 }
      let conversations = answers.compactMap(\.1)
      guard conversations.count == answers.count else { continue }
      let template = try content.template(for: question, turn: turn)
      let games = (first.opponent == nil ? [0] : [1, 2]).map { game in
        let order = game == 2 ? conversations.reversed() : conversations
        return (game, content.texts(question, order, turn: turn))
      }
      for repeatNumber in 0..<settings.repeats {
        wanted += games.map { game, texts in
          let slot = first.at(turn: turn, game: game, repeatNumber: repeatNumber)
          return PlannedVerdict(slot: slot, template: template, texts: texts)
        }
      }
    }
    return wanted
  }

  private mutating func add(_ verdict: PlannedVerdict, _ standing: StandingVerdicts) {
    guard verdict.isComplete else { return }
    // Prompts are compared only where there is something to compare them with.
    if !settings.isFresh, standing.hasAny(verdict.slot), let prompt = verdict.prompt,
      standing.contains(verdict.slot, prompt: prompt.parts.key)
    {
      reused += 1
      reusedWork[verdict.slot.model, default: ReusedWork()].add(
        nanoUSD: standing.cost(verdict.slot, prompt: prompt.parts.key))
    } else {
      verdicts.append(verdict)
    }
  }
}

/// A verdict that is to be asked for.
struct PlannedVerdict: Sendable {
  let slot: WorkSlot
  let template: JudgeTemplate
  /// What fills the template; the prompt is made when it is sent.
  let texts: [PromptPlaceholder: TextPart]

  /// Whether there is every text that the template shows.
  var isComplete: Bool { template.body.placeholders.allSatisfy { texts[$0] != nil } }

  /// nil where a text is missing that the template shows.
  var prompt: JudgePrompt? { template.prompt(texts) }
}

extension JudgingSettings {
  /// The models, each with the one it is compared with.
  fileprivate var pairs: [(String, String?)] {
    switch pairing {
    case .single: models.map { ($0, nil) }
    case .baseline(let baseline): models.filter { $0 != baseline }.map { ($0, baseline) }
    case .all:
      models.indices.flatMap { first in
        models[(first + 1)...].map { (models[first], $0) }
      }
    }
  }
}
