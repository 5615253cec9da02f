internal import Glibc
internal import Warehouse

/// What the path of a file says in FastChat's layout:
/// `BENCHMARK/{question.jsonl, model_answer/, reference_answer/, model_judgment/}`.
struct FilePlace {
  /// The names from the root to the file, without `.` and `..`.
  private let names: [Substring]
  /// Where the folder stands among them that the layout gives a meaning.
  private let layoutIndex: Int?

  private static let layoutNames: Set<Substring> = [
    "model_answer", "reference_answer", "model_judgment",
  ]

  /// - Parameter path: from the root, or from where the program runs; `.` has a name too.
  init(_ path: String) {
    names = Self.names(path)
    layoutIndex = names.dropLast().lastIndex { Self.layoutNames.contains($0) }
  }

  private static func names(_ text: String) -> [Substring] {
    var names: [Substring] = []
    if !text.hasPrefix("/"), let here = unsafe getcwd(nil, 0) {
      defer { unsafe free(here) }
      names = unsafe String(cString: here).split(separator: "/")
    }
    for name in text.split(separator: "/") {
      switch name {
      case ".": continue
      case "..": _ = names.popLast()
      default: names.append(name)
      }
    }
    return names
  }

  /// Lower case, without the dot; empty where there is none.
  var fileExtension: String { dot.map { name[$0...].dropFirst().lowercased() } ?? "" }

  /// The model that the file's name states, `__` read as `/`.
  var modelName: String {
    String(dot.map { name[..<$0] } ?? name).replacing("__", with: "/")
  }

  /// The kind that the folder or the name stands for; nil outside the layout.
  var expectedKind: SourceKind? {
    switch layoutIndex.map({ names[$0] }) {
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
  var benchmarkFolder: String? {
    benchmarkDepth.map { "/" + names[..<$0].joined(separator: "/") }
  }

  /// The name of the benchmark's folder.
  var benchmark: String? {
    benchmarkDepth.flatMap { names[..<$0].last.map { String($0) } }
  }

  /// The path as the store keeps it: below the imported folder, or below the folder of folders of
  /// benchmarks where the imported one lies inside a benchmark.
  func stored(below root: String) -> String {
    var base = Self.names(root)[...]
    if let folder = benchmarkDepth.map({ names[..<$0] }),
      !folder.starts(with: base) || folder.count == base.count
    {
      base = folder.dropLast()
    }
    guard names.starts(with: base), names.count > base.count else { return String(name) }
    return names[base.count...].joined(separator: "/")
  }

  // MARK: - Private

  /// The last name; empty for the root alone.
  private var name: Substring { names.last ?? "" }

  /// Where the ending of the name begins; a dot in front hides a file and ends nothing.
  private var dot: Substring.Index? {
    name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 }
  }

  /// How many names lead to the folder of the benchmark.
  private var benchmarkDepth: Int? {
    layoutIndex ?? (name == "question.jsonl" ? names.count - 1 : nil)
  }
}
