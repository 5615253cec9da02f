internal import Glibc
internal import SystemPackage
internal import Warehouse

/// What the path of a file says in FastChat's layout:
/// `BENCHMARK/{question.jsonl, model_answer/, reference_answer/, model_judgment/}`.
///
/// An ending `.gz` says how the file is packed, not what it is: it counts for nothing else.
struct FilePlace: Sendable {
  private let path: FilePath
  // Without the ending of a packed file.
  private let name: FilePath

  /// - Parameter path: from the root, or from where the program runs; `.` has a name too.
  init(_ path: String) {
    self.path = Self.absolute(path)
    name =
      self.path.extension?.lowercased() == "gz"
      ? FilePath(self.path.stem ?? "") : FilePath(self.path.lastComponent?.string ?? "")
  }

  private static func absolute(_ text: String) -> FilePath {
    let path = FilePath(text)
    guard path.isRelative, let here = unsafe getcwd(nil, 0) else {
      return path.lexicallyNormalized()
    }
    defer { unsafe free(here) }
    return unsafe FilePath(String(cString: here)).pushing(path).lexicallyNormalized()
  }

  /// Lower case, without the dot; empty where there is none.
  var fileExtension: String { (name.extension ?? "").lowercased() }

  /// Whether the name ends in `.gz`.
  var isCompressed: Bool { path.extension?.lowercased() == "gz" }

  /// The model that the file's name states, `__` read as `/`.
  var modelName: String {
    (name.stem ?? "").replacing("__", with: "/")
  }

  /// The kind that the folder or the name stands for; nil outside the layout.
  var expectedKind: SourceKind? {
    switch layoutFolder?.name {
    case "model_answer": .answers
    case "reference_answer": .references
    case "model_judgment": .judgments
    default:
      switch name.string {
      case "question.jsonl": .questions
      case "judge_prompts.jsonl": .prompts
      default: nil
      }
    }
  }

  /// The folder of the benchmark; nil where the layout does not tell.
  var benchmarkFolder: String? {
    if let layoutFolder { return layoutFolder.parent }
    let parent = path.removingLastComponent()
    return name.string == "question.jsonl" ? parent.string : nil
  }

  /// What of the layout the path shows, in words: `folder model_answer`, `name question.jsonl`.
  var evidence: String? {
    if let layoutFolder { return "folder \(layoutFolder.name)" }
    return expectedKind.map { _ in "name \(name.string)" }
  }

  /// The name of the folder that a summary of figures lies in, where it is a benchmark's: it holds
  /// questions or one of the layout's folders.
  var benchmarkAround: String? {
    let folder = path.removingLastComponent()
    let isBenchmark = (["question.jsonl"] + Self.layoutFolders).contains { entry in
      unsafe access(folder.appending(entry).string, F_OK) == 0
    }
    return benchmark ?? (isBenchmark ? folder.lastComponent?.string : nil)
  }

  /// The name of the benchmark's folder.
  var benchmark: String? {
    benchmarkFolder.flatMap { FilePath($0).lastComponent?.string }
  }

  /// What HELM's folder of a run says beside the model: `bbq:subject=all` of
  /// `bbq:subject=all,model=openai_gpt-4o`; nil: it lies in no folder with a name.
  var helmScenario: String? {
    guard let folder = path.removingLastComponent().lastComponent?.string else { return nil }
    let parts = folder.split(separator: ":", maxSplits: 1).map(String.init)
    let arguments = parts.dropFirst().joined().split(separator: ",").filter { argument in
      !["model", "model_deployment"].contains(String(argument.prefix { $0 != "=" }))
    }
    return parts[0] + (arguments.isEmpty ? "" : ":" + arguments.joined(separator: ","))
  }

  /// Whether a path is of something that is neither a file nor a folder.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// The path as the store keeps it: below the imported folder, or below the folder of folders of
  /// benchmarks where the imported one lies inside a benchmark.
  func stored(below root: String) -> String {
    var base = Self.absolute(root)
    if let folder = benchmarkFolder.map({ FilePath($0) }),
      folder.starts(with: base) == false
        || folder == base
    {
      base = folder.removingLastComponent()
    }
    var relative = path
    guard relative.removePrefix(base), !relative.isEmpty else {
      return path.lastComponent?.string ?? path.string
    }
    return relative.string
  }

  // MARK: - Private

  private static let layoutFolders = ["model_answer", "reference_answer", "model_judgment"]

  private var layoutFolder: (name: String, parent: String)? {
    var folder = path.removingLastComponent()
    while let name = folder.lastComponent?.string {
      let parent = folder.removingLastComponent()
      if Self.layoutFolders.contains(name) { return (name, parent.string) }
      folder = parent
    }
    return nil
  }
}
