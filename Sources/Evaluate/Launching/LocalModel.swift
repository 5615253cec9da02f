internal import Transport

/// A model on this machine for which a run starts a server; kept with the run, so that it is known
/// which weights answered.
public struct LocalModel: Hashable, Sendable, Codable {
  /// The folder, or the `.gguf` file.
  public let path: String
  /// The name of the launcher.
  public let launcher: String
  /// How many GPUs it gets.
  public let gpuCount: Int
  /// The digest of its weights.
  public let revision: String
  /// Of an adapter: the model that it was trained upon.
  public let baseModel: String?
  /// Of an adapter: its kind, as `LORA`.
  public let adapterKind: String?
  /// Of an adapter: its rank.
  public let rank: Int64?
  /// Of an adapter: how strongly it counts.
  public let alpha: Double?

  /// Looks at the model, and reads all its weights.
  ///
  /// - Parameters:
  ///   - launcher: its name; nil: llama.cpp for a `.gguf` file, else vllm.
  /// - Throws: `LaunchError`, where it is not there, or lacks files.
  public init(_ path: String, launcher: String? = nil, gpuCount: Int = 1) throws(LaunchError) {
    let folder = try ModelFolder(path)
    self.path = path
    self.gpuCount = gpuCount
    revision = try folder.revision()
    var adapter = ModelFolder.Adapter()
    var usual = "vllm"
    switch folder.kind {
    case .whole: break
    case .adapter(let stated): adapter = stated
    case .gguf: usual = "llama.cpp"
    }
    self.launcher = launcher ?? usual
    (baseModel, adapterKind) = (adapter.baseModel, adapter.kind)
    (rank, alpha) = (adapter.rank, adapter.alpha)
  }

  /// Refuses to go on with other weights than those that the run began with.
  ///
  /// - Throws: `LaunchError`.
  func checkRevision() throws(LaunchError) {
    let found = try ModelFolder(path).revision()
    guard found == revision else {
      throw .changed(path: path, from: String(revision.prefix(12)), to: String(found.prefix(12)))
    }
  }

  /// Runs the server while the body uses it.
  ///
  /// - Parameter name: what the model is called in requests.
  func serve<Value: Sendable>(
    as name: String, transport: any HTTPTransport,
    _ body: @Sendable (Endpoint) async throws -> Value
  ) async throws -> Value {
    let launcher = Launcher(
      try Configuration.load().launcher(launcher), try ModelFolder(path), name: name,
      gpuCount: gpuCount, transport: transport)
    return try await launcher.run(body)
  }
}
