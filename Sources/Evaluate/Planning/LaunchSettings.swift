internal import Transport

/// A local server that a run starts for its model, and what it serves: kept with the run, so that other
/// weights under the same name are told from these.
public struct LaunchSettings: Sendable, Hashable, Codable {
  /// The folder or file of the model.
  public let path: String
  /// The name of the launcher.
  public let launcher: String
  /// For `{num_gpus}`.
  public let gpuCount: Int
  /// A digest of the weights.
  public let revision: String
  /// Of an adapter, what it was made for.
  public let baseModel: String?
  /// Of an adapter, such as `LORA`.
  public let adapterKind: String?
  /// Of an adapter.
  public let rank: Int64?
  /// Of an adapter.
  public let alpha: Double?

  /// Looks at a model.
  ///
  /// - Throws: `LaunchError` where there is none at the path.
  /// - Complexity: O(bytes of the weights).
  public init(path: String, launcher: String, gpuCount: Int) throws {
    let folder = try ModelFolder(path)
    self.path = path
    self.launcher = launcher
    self.gpuCount = gpuCount
    revision = try folder.revision()
    var adapter: ModelFolder.Adapter?
    if case .adapter(let found) = folder.kind { adapter = found }
    baseModel = adapter?.baseModel
    adapterKind = adapter?.kind
    rank = adapter?.rank
    alpha = adapter?.alpha
  }

  /// Starts the server when it is told to.
  ///
  /// - Parameter name: what the model is called in requests.
  /// - Throws: `PlanError.changedWeights` where others lie at the path now.
  func makeLauncher(_ name: String, transport: any HTTPTransport) throws -> Launcher {
    let folder = try ModelFolder(path)
    guard try folder.revision() == revision else { throw PlanError.changedWeights(name) }
    return Launcher(
      try Configuration.load().launcher(launcher), folder, name: name, gpuCount: gpuCount,
      transport: transport)
  }
}
