internal import Glibc

/// What a person does not want to be imported: patterns of the shell, `*`, `?` and `[…]`.
struct Exclusions: Sendable {
  private let patterns: [String]

  init(_ patterns: [String]) {
    self.patterns = patterns
  }

  /// Whether a pattern fits a path below the given one, or the name at its end.
  ///
  /// A star also stands for slashes, so that `old/*` is everything below `old`.
  func fit(_ path: String) -> Bool {
    let name = String(path.split(separator: "/").last ?? "")
    return patterns.contains { pattern in
      unsafe fnmatch(pattern, path, 0) == 0 || fnmatch(pattern, name, 0) == 0
    }
  }
}
