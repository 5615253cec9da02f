internal import FoundationEssentials

/// Everything that a run was asked to do; kept with it as JSON, so that it can be gone on with.
public struct RunSettings: Sendable, Hashable, Codable {
  /// What is generated, one after the other.
  public var generations: [GenerationSettings] = []
  /// What is judged afterwards.
  public var judgings: [JudgingSettings] = []
  /// The named group that the run belongs to.
  public var experiment: String?
  /// How many calls are under way at once, at most.
  public var parallel = Self.usualParallel
  /// Requests a minute, at most; nil: as many as the provider allows.
  public var requestsPerMinute: Int?
  /// Tokens a minute, at most.
  public var tokensPerMinute: Int?
  /// What the run may spend; nil: what the budgets of the store allow.
  public var budgetNanoUSD: Int64?
  /// Whether another version of a model may go on answering.
  public var allowsDrift = false

  /// How many calls are under way at once where nothing is said.
  public static let usualParallel = 8

  /// Nothing to do.
  public init() {}

  /// Whether anything is asked again that is there already.
  var isFresh: Bool {
    generations.contains(where: \.isFresh) || judgings.contains(where: \.isFresh)
  }

  /// What is asked, whatever it may cost, how fast it goes, and what stops it: what makes two commands
  /// work on one run.
  var work: RunSettings {
    var work = RunSettings()
    work.generations = generations
    work.judgings = judgings
    work.experiment = experiment
    return work
  }

  /// As it is stored.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  /// Reads what is stored.
  static func read(_ json: String) throws -> RunSettings {
    try JSONDecoder().decode(RunSettings.self, from: Data(json.utf8))
  }
}
