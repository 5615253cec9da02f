internal import Query
internal import Synchronization
internal import Warehouse

/// The command that gives a paper's table again, byte for byte: the one that was typed, as of the
/// moment at which it was.
enum PinnedCommand {
  /// Verbs whose reports can be had as of a moment.
  private static let verbs: Set = [
    "leaderboard", "categories", "compare", "power", "agreement", "bias", "history",
  ]

  private static let kept = Mutex<String?>(nil)

  /// The command as a shell takes it; nil for a verb that cannot be repeated.
  static var words: String? { kept.withLock { $0 } }

  /// The arguments with `--as-of` now where a report for a paper does not say.
  static func pinned(_ arguments: [String], now: Int64) -> [String] {
    guard let verb = arguments.first, verbs.contains(verb), isForPaper(arguments) else {
      return arguments
    }
    let hasMoment = arguments.contains { $0 == "--as-of" || $0.hasPrefix("--as-of=") }
    let pinned =
      hasMoment
      ? arguments : arguments + ["--as-of", Timestamp(nanoseconds: now).rfc3339]
    // Where it is written to does not change what is written.
    let words = (["scorehouse"] + withoutFile(pinned)).map(quoted)
    kept.withLock { $0 = words.joined(separator: " ") }
    return pinned
  }

  // MARK: - Private

  private static func isForPaper(_ arguments: [String]) -> Bool {
    for (index, argument) in arguments.enumerated() {
      if argument == "latex", index > 0, arguments[index - 1] == "--format" { return true }
      if argument == "--format=latex" || argument.hasSuffix(".tex") { return true }
    }
    return false
  }

  /// Without the file, and with the format that its ending said.
  private static func withoutFile(_ arguments: [String]) -> [String] {
    var kept: [String] = []
    var isFile = false
    for argument in arguments {
      if isFile {
        isFile = false
      } else if argument == "-o" || argument == "--output" {
        isFile = true
      } else if !argument.hasPrefix("--output=") {
        kept.append(argument)
      }
    }
    let hasFormat = kept.contains { $0 == "--format" || $0.hasPrefix("--format=") }
    return hasFormat ? kept : kept + ["--format", "latex"]
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { character in
      character.isASCII
        && (character.isLetter || character.isNumber || "-_./:@=,+".contains(character))
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
