internal import ArgumentParser
internal import Evaluate
internal import Query
internal import Transport
internal import Warehouse

/// `doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "List what needs a person, each with the command that settles it.",
    discussion: """
      Two answer sets under one name, slots judged again, judges of whom too little is known, \
      scores off the scale, names that look alike, reported figures that the judgments do not \
      give, prompts that no known template made, records that could not be read.

      With --results also what looks suspicious in answers and scores, model by model: texts that \
      are all alike, phrases meant for the judge, unusual lengths, missing turns, stored errors, \
      scores outside the scale. This reads every answer.

      With --endpoint also what stands in the way of calls there: a key that is missing or refused, \
      a server that does not answer, a model that it does not have, GPUs and disks without room. \
      The endpoint is asked for the names of its models, which costs nothing; this needs no store.

      EXAMPLES
        scorehouse doctor
        scorehouse doctor --strict && scorehouse leaderboard
        scorehouse doctor --results
        scorehouse doctor --endpoint http://127.0.0.1:8000/v1 --model my-model
      """)

  @Flag(help: "Exit with status 2 when there is a finding.")
  var strict = false

  @Flag(help: "Look at answers and scores too.")
  var results = false

  @Option(
    help: ArgumentHelp(
      "What stands before /chat/completions, or a name of endpoints: in scorehouse.yaml.",
      valueName: "url"))
  var endpoint: String?

  @Option(help: "What is spoken there; told from the address where it can be.")
  var provider: ProviderName?

  @Option(
    name: .customLong("api-key-env"),
    help: ArgumentHelp("The variable that holds the key.", valueName: "name"))
  var keyVariable: String?

  @Option(
    help: ArgumentHelp("A model that the endpoint should have; several times.", valueName: "name"))
  var model: [String] = []

  @OptionGroup var output: ReportOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if endpoint == nil, provider == nil, keyVariable != nil || !model.isEmpty {
      throw ValidationError("--model and --api-key-env are about an endpoint; give --endpoint")
    }
  }

  func run() async throws {
    let isAboutCalls = endpoint != nil || provider != nil
    let store =
      isAboutCalls ? try await global.openStoreIfThere() : try await global.openStore(.readOnly)
    var findings: [Finding] = []
    if let store { findings = try await FindingsReport().findings(in: store) }
    if results, let store { findings += try await FindingsReport().suspicions(in: store) }
    let calls = isAboutCalls ? try await aboutCalls() : EndpointChecks.Outcome()
    findings += calls.problems.map(Finding.init)
    try output.print(
      FindingsReport.report(findings, about: store?.location, notes: calls.remarks))
    if strict, !findings.isEmpty { throw ExitStatus.finding }
  }

  private func aboutCalls() async throws -> EndpointChecks.Outcome {
    var place = try Configuration.load().endpoint(endpoint, provider: provider)
    if let keyVariable { place.keyVariable = keyVariable }
    var outcome = await EndpointChecks(place, models: model, transport: try CurlTransport()).run()
    let gpus = place.url.isLoopback ? await MachineChecks.gpus() : EndpointChecks.Outcome()
    outcome.problems += gpus.problems + MachineChecks.disk(of: ".")
    outcome.remarks += gpus.remarks
    return outcome
  }
}

extension Finding {
  /// What stands in the way of calls, among what else needs a person.
  fileprivate init(_ problem: EndpointProblem) {
    let kind: Kind =
      switch problem.kind {
      case .key: .key
      case .endpoint: .endpoint
      case .model: .model
      case .gpu: .gpu
      case .disk: .disk
      }
    self.init(kind, subject: problem.subject, text: problem.text, command: problem.advice)
  }
}
