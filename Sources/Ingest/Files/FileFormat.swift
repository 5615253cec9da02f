package import Warehouse

/// What a file turned out to be.
package struct FileFormat: Hashable, Sendable {
  /// One of `names`.
  package let name: String
  package let kind: SourceKind
  /// How its records stand in the file.
  let layout: Layout

  enum Layout: Hashable, Sendable {
    /// A JSON object a line.
    case lines
    /// A header and a record a line, or several lines where a field is quoted.
    case csv(CSVDelimiter)
    /// Tables of figures as FastChat's show_result prints them.
    case figures
    /// One JSON array of objects.
    case array
    /// One JSON object with an array of states.
    case states
    /// A header and figures of a model a line.
    case leaderboard
  }

  static func fastchat(_ kind: SourceKind) -> FileFormat {
    FileFormat(name: "fastchat", kind: kind, layout: .lines)
  }

  static func arenaHard(_ kind: SourceKind) -> FileFormat {
    FileFormat(name: arenaHardName, kind: kind, layout: .lines)
  }

  /// The name of Arena-Hard's formats.
  static let arenaHardName = "arena_hard"

  static func scores(_ layout: Layout) -> FileFormat {
    FileFormat(name: "scores", kind: .scores, layout: layout)
  }

  /// What the name of such a file ends in.
  var ending: String {
    switch layout {
    case .lines: ".jsonl"
    case .csv, .leaderboard: ".csv"
    case .array, .states: ".json"
    case .figures: ".txt"
    }
  }

  static let showResult = FileFormat(name: "show_result", kind: .figures, layout: .figures)

  /// AlpacaEval's outputs, annotations and leaderboards.
  static func alpacaEval(_ kind: SourceKind) -> FileFormat {
    FileFormat(
      name: "alpaca_eval", kind: kind, layout: kind == .figures ? .leaderboard : .array)
  }

  /// The states of a run of HELM: answers, and what judges said of them.
  static let helm = FileFormat(name: "helm", kind: .answers, layout: .states)

  /// Whether records may hold verdicts.
  var hasVerdicts: Bool { kind == .judgments || kind == .scores || layout == .states }

  /// Whether records name the model that answers themselves.
  var statesModel: Bool { name == Self.arenaHardName || layout == .states }

  /// The names that `--input-format` knows.
  public static let names = [
    "fastchat", "arena_hard", "scores", "show_result", "alpaca_eval", "helm",
  ]
}

/// A file that is one of results, and what told so.
struct RecognizedFormat: Sendable {
  let format: FileFormat
  /// In words: `fields question_id, choices`, `folder model_judgment`.
  let evidence: String
  /// Whether the file says the benchmark itself, and its folder is not asked.
  var statesBenchmark = false
}
