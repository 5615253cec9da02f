extension Launcher {
  /// The port that the server will listen at.
  ///
  /// - Throws: `LaunchError`, where it is taken.
  func port() throws(LaunchError) -> Int {
    guard let fixed = template.port else {
      guard let port = FreePort.any() else { throw .portInUse(0) }
      return port
    }
    guard FreePort.isFree(fixed) else { throw .portInUse(fixed) }
    return fixed
  }

  /// The endpoint of the server.
  func endpoint(port: Int) throws(EndpointError) -> Endpoint {
    try Endpoint(
      LauncherTemplate.filled(template.endpoint, ["port": "\(port)"]), provider: .openAI)
  }

  /// The words of the command, with every place filled in.
  ///
  /// - Throws: `LaunchError`, where the folder has nothing for a place.
  func command(port: Int) throws(LaunchError) -> [String] {
    var values = ["name": name, "port": "\(port)", "num_gpus": "\(gpuCount)"]
    values["model_path"] = folder.path
    var words = template.command
    switch folder.kind {
    case .whole: break
    case .gguf(let file): values["gguf"] = file
    case .adapter(let adapter):
      words = template.adapterCommand ?? template.command
      values["base_model"] = adapter.baseModel
      values["rank"] = adapter.rank.map { "\($0)" }
    }
    for (place, need) in Self.needs where values[place] == nil {
      guard !words.contains(where: { $0.contains("{\(place)}") }) else {
        throw .notForThis(path: folder.path, needs: need)
      }
    }
    return words.map { LauncherTemplate.filled($0, values) }
  }

  private static let needs = [
    ("gguf", "a .gguf file"), ("base_model", "an adapter that names its base model"),
    ("rank", "an adapter that states its rank"),
  ]
}
