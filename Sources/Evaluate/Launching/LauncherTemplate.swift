/// How a server for a model is started: a command with places to fill in.
///
/// `{model_path}`, `{gguf}`, `{base_model}`, `{name}`, `{port}`, `{num_gpus}` and `{rank}` are filled
/// in word by word; no shell reads the command.
public struct LauncherTemplate: Hashable, Sendable {
  /// The command for a whole model.
  public var command: [String]
  /// The command for an adapter; nil: the same.
  public var adapterCommand: [String]?
  /// What stands before `/chat/completions` once the server runs.
  public var endpoint = "http://127.0.0.1:{port}/v1"
  /// The path that answers with 200 when it is ready.
  public var readyPath = "/health"
  /// How long it may take to get ready.
  public var timeout = Duration.seconds(900)
  /// A port that the command does not take from `{port}`.
  public var port: Int?

  /// A template.
  public init(command: [String], adapterCommand: [String]? = nil) {
    self.command = command
    self.adapterCommand = adapterCommand
  }
}

extension LauncherTemplate {
  /// Those that need no description.
  ///
  /// llama.cpp's was tried; the other two are written from their documentation, since they need a
  /// GPU to be tried.
  ///
  /// Source: https://docs.vllm.ai/en/latest/features/lora.html,
  /// https://huggingface.co/docs/transformers/serving
  static let builtIn: [String: LauncherTemplate] = [
    "llama.cpp": LauncherTemplate(command: [
      "llama-server", "--model", "{gguf}", "--alias", "{name}", "--host", "127.0.0.1", "--port",
      "{port}",
    ]),
    "vllm": LauncherTemplate(
      command: [
        "vllm", "serve", "{model_path}", "--served-model-name", "{name}", "--host", "127.0.0.1",
        "--port", "{port}", "--tensor-parallel-size", "{num_gpus}",
      ],
      adapterCommand: [
        "vllm", "serve", "{base_model}", "--enable-lora", "--lora-modules", "{name}={model_path}",
        "--max-lora-rank", "{rank}", "--host", "127.0.0.1", "--port", "{port}",
        "--tensor-parallel-size", "{num_gpus}",
      ]),
    "transformers": LauncherTemplate(command: [
      "transformers", "serve", "{model_path}", "--host", "127.0.0.1", "--port", "{port}",
    ]),
  ]

  /// Reads the description of a launcher in a configuration file.
  init(_ value: YAMLValue) throws(ConfigurationError) {
    let fields = try value.fields([
      "command", "adapter_command", "endpoint", "ready", "timeout_seconds", "port",
    ])
    guard let command = try fields["command"]?.words(), !command.isEmpty else {
      throw value.error(.missing("command"))
    }
    self.init(command: command, adapterCommand: try fields["adapter_command"]?.words())
    if let text = try fields["endpoint"]?.text() { endpoint = text }
    if let path = try fields["ready"]?.text() { readyPath = path }
    if let seconds = try fields["timeout_seconds"]?.integer() { timeout = .seconds(seconds) }
    port = try fields["port"]?.integer()
  }

  /// A text with its places filled in.
  static func filled(_ text: String, _ values: [String: String]) -> String {
    values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
  }
}
