internal import ArgumentParser
internal import Evaluate

/// What a model is, and is given around the questions.
struct ConversationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What stands before the conversation: a text, or @FILE.", valueName: "text|@file"))
  var system: String?

  @Option(
    help: ArgumentHelp(
      "How the server writes a conversation as one text, for models that do not say.",
      valueName: "file"))
  var chatTemplate: String?

  @Option(
    help: ArgumentHelp(
      "What the model, an adapter, was trained upon; of --model-path its files say it.",
      valueName: "id"))
  var baseModel: String?

  /// Whether nothing of it was given.
  var isEmpty: Bool { system == nil && chatTemplate == nil && baseModel == nil }

  /// What stands before the conversation; nil: nothing.
  var systemPrompt: String? {
    get throws {
      try system.map { text in
        text.hasPrefix("@") ? try Self.contents(String(text.dropFirst())) : text
      }
    }
  }

  /// The content of the template's file; nil: none is given.
  var chatTemplateText: String? {
    get throws { try chatTemplate.map(Self.contents) }
  }

  private static func contents(_ path: String) throws -> String {
    guard let text = try TextFile.contents(path) else {
      throw ValidationError("\(path): there is no such file")
    }
    return text
  }
}
