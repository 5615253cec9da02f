internal import Glibc
internal import SystemPackage
internal import Warehouse

/// What the path of a file says in FastChat's layout:
/// `BENCHMARK/{question.jsonl, model_answer/, reference_answer/, model_judgment/}`.
///
/// An ending `.gz` says how the file is packed, not what it is: it counts for nothing else.
struct FilePlace: Sendable {
  // The names that lead to it from the root: paths are long to take apart, and asked often.
  private let parts: [String]
  // Without the ending of a packed file.
  private let name: String
  private let stem: String
  /// Lower case, without the dot; empty where there is none.
  let fileExtension: String
  /// Whether the name ends in `.gz`.
  let isCompressed: Bool

  /// - Parameter path: from the root, or from where the program runs; `.` has a name too.
  init(_ path: String) {
    parts = Self.absolute(path).string.split(separator: "/").map(String.init)
    let whole = parts.last.flatMap { FilePath.Component($0) }
    isCompressed = whole?.extension?.lowercased() == "gz"
    let plain = isCompressed ? whole.flatMap { FilePath.Component($0.stem) } : whole
    name = plain?.string ?? ""
    stem = plain?.stem ?? ""
    fileExtension = (plain?.extension ?? "").lowercased()
  }

  private static func absolute(_ text: String) -> FilePath {
    let path = FilePath(text)
    guard path.isRelative, let here = unsafe getcwd(nil, 0) else {
      return path.lexicallyNormalized()
    }
    defer { unsafe free(here) }
    return unsafe FilePath(String(cString: here)).pushing(path).lexicallyNormalized()
  }

  /// The model that the file's name states, `__` read as `/`.
  var modelName: String { stem.replacing("__", with: "/") }

  /// The kind that the folder or the name stands for; nil outside the layout.
  var expectedKind: SourceKind? {
    switch layoutFolder?.name {
    case "model_answer": .answers
    case "reference_answer": .references
    case "model_judgment": .judgments
    default:
      switch name {
      case "question.jsonl": .questions
      case "judge_prompts.jsonl": .prompts
      default: nil
      }
    }
  }

  /// The folder of the benchmark; nil where the layout does not tell.
  var benchmarkFolder: String? { benchmarkParts.map(Self.path) }

  /// What of the layout the path shows, in words: `folder model_answer`, `name question.jsonl`.
  var evidence: String? {
    if let layoutFolder { return "folder \(layoutFolder.name)" }
    return expectedKind.map { _ in "name \(name)" }
  }

  /// The name of the folder that a summary of figures lies in, where it is a benchmark's: it holds
  /// questions or one of the layout's folders.
  var benchmarkAround: String? {
    let folder = parts.dropLast()
    let isBenchmark = (["question.jsonl"] + Self.layoutFolders).contains { entry in
      unsafe access(Self.path(folder + [entry]), F_OK) == 0
    }
    return benchmark ?? (isBenchmark ? folder.last : nil)
  }

  /// The name of the benchmark's folder.
  var benchmark: String? { benchmarkParts?.last }

  /// What HELM's folder of a run says beside the model: `bbq:subject=all` of
  /// `bbq:subject=all,model=openai_gpt-4o`; nil: it lies in no folder with a name.
  var helmScenario: String? {
    guard let folder = parts.dropLast().last else { return nil }
    let halves = folder.split(separator: ":", maxSplits: 1).map(String.init)
    guard let scenario = halves.first else { return nil }
    let arguments = halves.dropFirst().joined().split(separator: ",").filter { argument in
      !["model", "model_deployment"].contains(String(argument.prefix { $0 != "=" }))
    }
    return scenario + (arguments.isEmpty ? "" : ":" + arguments.joined(separator: ","))
  }

  /// Whether a path is of something that is neither a file nor a folder.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// The path as the store keeps it: below the imported folder, or below the folder of folders of
  /// benchmarks where the imported one lies inside a benchmark.
  func stored(below root: FilePlace) -> String {
    var base = root.parts[...]
    if let folder = benchmarkParts, !folder.starts(with: base) || folder == base {
      base = folder.dropLast()
    }
    guard parts.starts(with: base), parts.count > base.count else { return parts.last ?? "/" }
    return parts.dropFirst(base.count).joined(separator: "/")
  }

  // MARK: - Private

  private static let layoutFolders = ["model_answer", "reference_answer", "model_judgment"]

  private var layoutFolder: (name: String, parent: ArraySlice<String>)? {
    let folders = parts.dropLast()
    return folders.lastIndex(where: Self.layoutFolders.contains).map { place in
      (folders[place], folders[..<place])
    }
  }

  private var benchmarkParts: ArraySlice<String>? {
    layoutFolder?.parent ?? (name == "question.jsonl" ? parts.dropLast() : nil)
  }

  private static func path(_ parts: ArraySlice<String>) -> String {
    "/" + parts.joined(separator: "/")
  }
}
