internal import ArgumentParser
internal import Evaluate
internal import Glibc
internal import Ingest
internal import Query
internal import Warehouse

/// One run of the program: parses, runs, prints what went wrong as one line, and exits.
struct CommandLineRun {
  let arguments: [String]

  func run() async -> Never {
    // A reader that went away, as `| head` does, ends the program without a word.
    signal(SIGPIPE, SIG_DFL)
    let start = Clock.now()
    do {
      let ordered = Self.globalsBehindVerb(arguments)
      try Self.checkVerb(ordered)
      var command = try parse(PinnedCommand.pinned(ordered, now: start))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      if arguments.contains("--verbose") { Self.tellTime(since: start) }
      Self.exit(ExitStatus.done)
    } catch let status as ExitCode {
      Self.exit(status)
    } catch  where Scorehouse.exitCode(for: error) == .success {
      // Help is an error to the parser, wherever it comes up.
      Scorehouse.exit(withError: error)
    } catch {
      Self.tell("\(error)")
      Self.exit(Self.status(for: error))
    }
  }

  /// Says what is wrong, in one line that no stored or imported text can break or colour.
  static func tell(_ message: String) {
    Terminal.standardError.write("scorehouse: \(VisibleText.of(message))\n")
  }

  // MARK: - Private

  /// Global options stand behind the verb for the parser, wherever a person wrote them.
  static func globalsBehindVerb(_ arguments: [String]) -> [String] {
    var globals: [String] = []
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("-") {
      let name = first.prefix { $0 != "=" }
      guard ["--store", "--quiet", "-q", "--verbose"].contains(name) else { break }
      let takesNext = first == "--store"
      globals += rest.prefix(takesNext ? 2 : 1)
      rest = rest.dropFirst(takesNext ? 2 : 1)
    }
    guard !rest.isEmpty else { return globals.isEmpty ? arguments : ["home"] + globals }
    // Behind a bare `--` everything is a path.
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end]) + globals + rest[end...]
  }

  private static func exit(_ status: ExitCode) -> Never {
    if Terminal.failure != 0 {
      tell("the result cannot be written: \(unsafe String(cString: strerror(Terminal.failure)))")
      Glibc.exit(ExitStatus.failed.rawValue)
    }
    Glibc.exit(status.rawValue)
  }

  /// Flags of FastChat's scripts that people type here, and what they are called here.
  private static let fastchatFlags = [
    "--bench-name": "--benchmark", "--model-list": "--model", "--model-id": "--model",
    "--judge-model": "--judge", "--first-n": "--limit", "--max-new-token": "--max-tokens",
    "--num-choices": "--choices", "--force-temperature": "--temperature",
    "--baseline-model": "--baseline", "--openai-api-base": "--endpoint",
  ]

  /// What the arguments ask for; the parser itself prints help, versions, completions and what is
  /// wrong with them, and ends the process.
  private func parse(_ arguments: [String]) throws -> any ParsableCommand {
    do {
      return try Scorehouse.parseAsRoot(arguments)
    } catch {
      Scorehouse.exit(withError: error)
    }
  }

  /// Refuses a verb that does not exist, with the nearest that does.
  private static func checkVerb(_ arguments: [String]) throws {
    for argument in arguments {
      let flag = String(argument.prefix { $0 != "=" })
      if let ours = fastchatFlags[flag] {
        tell("\(flag) is FastChat's name; here it is \(ours)")
        throw ExitStatus.usage
      }
    }
    guard let verb = arguments.first, !verb.hasPrefix("-") else { return }
    let verbs = Scorehouse.configuration.subcommands.compactMap { $0.configuration.commandName }
    try NameError.check(verb, kind: "verb", among: verbs + ["help"])
  }

  private static func tellTime(since start: Int64) {
    let milliseconds = (Clock.now() - start) / 1_000_000
    Terminal.standardError.write("scorehouse: took \(milliseconds) ms\n")
  }

  private static func status(for error: any Error) -> ExitCode {
    switch error {
    case PlanError.budgetUsedUp: ExitStatus.failed
    case is NameError, is PlanError, is EndpointError, is ConfigurationError, is BaselineError,
      is BoardChoiceError, is StoreURLError,
      is ReportShapeError, is ValidationError, is RatingError, is PowerError, is ChartError,
      is CopyError, is CorrectionError, is TargetError, StatementError.noReason,
      ImportError.unknownFormat,
      ImportError.standardInputTwice, ImportError.standardInputNotGiven,
      ImportError.standardInputName, ImportError.unnamedModel, ImportError.emptyExclusion,
      SQLReportError.refused, SQLReportError.invalid:
      ExitStatus.usage
    case is IncomparableError: ExitStatus.finding
    default: ExitStatus.failed
    }
  }
}
