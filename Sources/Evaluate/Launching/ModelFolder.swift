internal import Ingest
internal import SystemPackage

/// A model on this machine: what it is, and the files that make it.
public struct ModelFolder: Hashable, Sendable {
  /// What is in it.
  public enum Kind: Hashable, Sendable {
    /// A model of its own.
    case whole
    /// Weights to be put upon those of another model.
    case adapter(Adapter)
    /// One file in the form of llama.cpp, by path.
    case gguf(String)
  }

  /// What `adapter_config.json` says; nil is what it does not.
  public struct Adapter: Hashable, Sendable {
    /// The model that it was trained upon.
    public var baseModel: String?
    /// The kind of adapter, as `LORA`.
    public var kind: String?
    /// Its rank.
    public var rank: Int64?
    /// How strongly it counts.
    public var alpha: Double?

    /// An adapter.
    public init(
      baseModel: String? = nil, kind: String? = nil, rank: Int64? = nil, alpha: Double? = nil
    ) {
      self.baseModel = baseModel
      self.kind = kind
      self.rank = rank
      self.alpha = alpha
    }
  }

  /// The folder, or the one file.
  public let path: String
  /// What is in it.
  public let kind: Kind
  /// The files that decide what it answers, in the order of their names.
  public let files: [String]

  /// Looks at a folder, or at a `.gguf` file.
  ///
  /// - Throws: `LaunchError`, where it is not there, or lacks files.
  public init(_ path: String) throws(LaunchError) {
    self.path = path
    if path.hasSuffix(".gguf") {
      try Self.check([path])
      (kind, files) = (.gguf(path), [path])
      return
    }
    let names = try Self.names(path)
    let full = { (names: [String]) in names.map { "\(path)/\($0)" } }
    if names.contains("adapter_config.json") {
      let weights = names.filter { $0.hasPrefix("adapter_model.") }
      guard !weights.isEmpty else {
        throw .missingFiles(path: path, ["adapter_model.safetensors"])
      }
      kind = .adapter(try Self.adapter("\(path)/adapter_config.json"))
      files = full(["adapter_config.json"] + weights)
    } else if let file = names.first(where: { $0.hasSuffix(".gguf") }) {
      (kind, files) = (.gguf("\(path)/\(file)"), full([file]))
    } else {
      let weights = names.filter { $0.hasSuffix(".safetensors") || $0.hasSuffix(".bin") }
      guard names.contains("config.json"), !weights.isEmpty else {
        throw .noModel(path: path)
      }
      (kind, files) = (.whole, full(["config.json"] + weights))
    }
    try Self.check(files)
  }

  // MARK: - Private

  private static func names(_ path: String) throws(LaunchError) -> [String] {
    do {
      return try FolderNames.of(path).sorted()
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }

  /// Refuses files that are empty, and those that stand for others that were not downloaded.
  private static func check(_ files: [String]) throws(LaunchError) {
    for file in files {
      let start = try? FilePrefix.of(file, count: 64)
      guard let start, !start.isEmpty else { throw .missingFiles(path: file, []) }
      if start.starts(with: "version https://git-lfs".utf8) { throw .onlyPointer(path: file) }
    }
  }

  private static func adapter(_ path: String) throws(LaunchError) -> Adapter {
    do {
      var parser = try JSONParser()
      return try parser.withDocument(copying: TextFile.bytes(path) ?? []) { document in
        Adapter(
          baseModel: document["base_model_name_or_path"]?.string(),
          kind: document["peft_type"]?.string(), rank: document["r"]?.int64,
          alpha: document["lora_alpha"]?.double)
      }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
