internal import ArgumentParser
internal import Query
internal import Warehouse

/// `models`.
struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "Say of models that two are one, what to call one, or what it belongs to.",
    subcommands: [ModelsSameCommand.self, ModelsLabelCommand.self, ModelsTagCommand.self])
}

/// `models same`.
struct ModelsSameCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "same",
    abstract: "Say that two names are one model; the first is kept.",
    discussion: """
      Every report and board reads the second name as the first from now on. Nothing is changed in \
      what was imported, and `undo` takes it back.

      EXAMPLE
        scorehouse models same mistralai/Mistral-7B mistral-7b --reason "renamed in May"
      """)

  @Argument(help: ArgumentHelp("The name that is kept.", valueName: "name"))
  var kept: String

  @Argument(help: ArgumentHelp("Other names of the same model.", valueName: "other"))
  var others: [String]

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    let finder = TargetFinder()
    let target = try await finder.targets(.model, kept, on: store)[0]
    var drafts: [StatementDraft] = []
    for other in others {
      let found = try await finder.targets(.model, other, on: store)[0]
      drafts.append(StatementDraft(.sameModel, .model, target.key, other: found.key))
    }
    try await statement.state(drafts, on: store)
  }
}

/// `models label`.
struct ModelsLabelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label",
    abstract: "Say what people call a model, as in a paper's table.",
    discussion: """
      EXAMPLE
        scorehouse models label llama2-7b-lora-r8 "LoRA (r = 8)" --reason "table 2"
      """)

  @Argument(help: "The model.")
  var name: String

  @Argument(help: "What to call it.")
  var label: String

  @OptionGroup var statement: StatementOptions

  func validate() throws {
    if label.isEmpty { throw ValidationError("the label is empty; `undo` takes a label back") }
  }

  func run() async throws {
    let store = try await statement.openStore()
    let target = try await TargetFinder().targets(.model, name, on: store)[0]
    try await statement.state(
      [StatementDraft(.label, .model, target.key, value: label)], on: store)
  }
}

/// `models tag`.
struct ModelsTagCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "Say what a model belongs to, such as a method or a seed.",
    discussion: """
      EXAMPLES
        scorehouse models tag llama2-7b-lora-s1 method=lora seed=1 --reason "sweep of June"
        scorehouse models tag mistral-7B not-same-as=mistral-7b --reason "another base model"
      """)

  @Argument(help: "The model.")
  var name: String

  @Argument(help: ArgumentHelp("What it belongs to.", valueName: "key=value"))
  var tags: [Assignment]

  @OptionGroup var statement: StatementOptions

  func run() async throws {
    let store = try await statement.openStore()
    let target = try await TargetFinder().targets(.model, name, on: store)[0]
    try await statement.state(
      tags.map { StatementDraft(.tag, .model, target.key, name: $0.name, value: $0.value) },
      on: store)
  }
}
