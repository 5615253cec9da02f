internal import Glibc
internal import SystemPackage
internal import Warehouse

/// What the path of a file says in FastChat's layout:
/// `BENCHMARK/{question.jsonl, model_answer/, reference_answer/, model_judgment/}`.
struct FilePlace {
  private let path: FilePath

  /// - Parameter path: from the root, or from where the program runs; `.` has a name too.
  init(_ path: String) {
    self.path = Self.absolute(path)
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
  var fileExtension: String { (path.extension ?? "").lowercased() }

  /// The model that the file's name states, `__` read as `/`.
  var modelName: String {
    (path.stem ?? "").replacing("__", with: "/")
  }

  /// The kind that the folder or the name stands for; nil outside the layout.
  var expectedKind: SourceKind? {
    switch layoutFolder?.name {
    case "model_answer": .answers
    case "reference_answer": .references
    case "model_judgment": .judgments
    default:
      switch path.lastComponent?.string {
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
    return path.lastComponent?.string == "question.jsonl" ? parent.string : nil
  }

  /// The name of the benchmark's folder.
  var benchmark: String? {
    benchmarkFolder.flatMap { FilePath($0).lastComponent?.string }
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

  private var layoutFolder: (name: String, parent: String)? {
    let names = ["model_answer", "reference_answer", "model_judgment"]
    var folder = path.removingLastComponent()
    while let name = folder.lastComponent?.string {
      let parent = folder.removingLastComponent()
      if names.contains(name) { return (name, parent.string) }
      folder = parent
    }
    return nil
  }
}
