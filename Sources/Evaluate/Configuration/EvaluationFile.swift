internal import Warehouse

/// What `eval FILE.yaml` is to do: which models answer which benchmarks, who judges them, and how.
///
/// Paths in the file are relative to its folder.
public struct EvaluationFile: Sendable {
  /// The question sets by name; empty where the file leaves it to the store, which then has one.
  public let benchmarks: [String]

  private var run = RunSettings()
  private var models: [Model] = []
  private var judges: [Judge] = []

  /// Reads a file.
  ///
  /// - Throws: `ConfigurationError` with the line of what is wrong; `LaunchError` for a model that is
  ///   not where the file says.
  public init(_ path: String) throws {
    guard let text = try TextFile.contents(path) else {
      throw ConfigurationError(file: path, line: nil, .unreadable("there is no such file"))
    }
    guard let document = try YAMLValue.read(text, file: path) else {
      throw ConfigurationError(file: path, line: nil, .missing("models"))
    }
    let fields = try document.fields(
      ["benchmarks", "experiment", "parallel", "rpm", "tpm", "budget", "allow_drift"]
        + ["models", "judges"] + Asked.fields + Judge.fields)
    benchmarks = try fields["benchmarks"]?.words() ?? []
    run.experiment = try fields["experiment"]?.text()
    if let parallel = try fields["parallel"]?.count() { run.parallel = parallel }
    run.requestsPerMinute = try fields["rpm"]?.count()
    run.tokensPerMinute = try fields["tpm"]?.count()
    run.budgetNanoUSD = try fields["budget"]?.nanoUSD()
    run.allowsDrift = try fields["allow_drift"]?.flag() ?? false

    let asked = try Asked(fields)
    guard let named = fields["models"] else { throw document.error(.missing("models")) }
    for (name, value) in try named.entries() {
      models.append(try Model(name, value, asked))
    }
    guard let named = fields["judges"] else { throw document.error(.missing("judges")) }
    for (name, value) in try named.entries() {
      judges.append(try Judge(name, value, asked, common: fields))
    }
  }

  /// The run, over these question sets: each model answers all of them, then each judge judges.
  public func settings(benchmarks: [String]) -> RunSettings {
    var settings = run
    settings.generations = models.flatMap { model in benchmarks.map(model.settings) }
    settings.judgings = judges.flatMap { judge in
      benchmarks.map { judge.settings(benchmark: $0, models: models.map(\.call.model)) }
    }
    return settings
  }
}
