internal import ArgumentParser
internal import Glibc
internal import Query
internal import Warehouse

/// One run of the program: parses, runs, prints what went wrong as one line, and exits.
struct CommandLineRun {
  let arguments: [String]

  func run() async -> Never {
    // A reader that went away, as `| head` does, ends the program without a word.
    signal(SIGPIPE, SIG_DFL)
    do {
      var command = try Scorehouse.parseAsRoot(Self.globalsBehindVerb(arguments))
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      Glibc.exit(ExitStatus.done.rawValue)
    } catch {
      Self.exit(for: error)
    }
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

  private static func exit(for error: any Error) -> Never {
    // The parser's own errors, help and version, and statuses that a verb chose.
    if error is ExitCode || error is CleanExit || error is ValidationError
      || Scorehouse.exitCode(for: error) == .validationFailure
    {
      Scorehouse.exit(withError: error)
    }
    Terminal.standardError.write("scorehouse: \(error)\n")
    Glibc.exit(status(for: error).rawValue)
  }

  private static func status(for error: any Error) -> ExitCode {
    switch error {
    case is NameError, is BaselineError, is StoreURLError: ExitStatus.usage
    default: ExitStatus.failed
    }
  }
}
