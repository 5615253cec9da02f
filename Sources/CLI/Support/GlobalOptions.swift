internal import ArgumentParser

/// Options that every verb takes; they may stand before the verb too.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The store: a path, sqlite:PATH or postgres://HOST/DB. Default: SCOREHOUSE_STORE, store: in scorehouse.yaml, else scorehouse.db.",
      valueName: "url"))
  var store: String?

  @Flag(name: [.short, .long], help: "No progress and no notices on standard error.")
  var quiet = false

  @Flag(help: "Say on standard error how long it took.")
  var verbose = false
}
