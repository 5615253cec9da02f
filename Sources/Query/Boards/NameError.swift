/// A name that the store does not have, or that fits several.
public enum NameError: Error, Equatable, CustomStringConvertible {
  case unknown(kind: String, name: String, nearest: String?)
  case ambiguous(kind: String, name: String, candidates: [String])

  /// One line, with the nearest name or the candidates.
  public var description: String {
    switch self {
    case .unknown(let kind, let name, let nearest):
      "no \(kind) is called \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? Self.advice(kind))
    case .ambiguous(let kind, let name, let candidates):
      "several \(kind)s are called \"\(name)\"; name one of \(candidates.joined(separator: ", "))"
    }
  }

  /// How to see what there is, of kinds that can be listed.
  private static func advice(_ kind: String) -> String {
    ListReport.Kind(rawValue: kind + "s").map {
      "; `scorehouse list \($0.rawValue)` shows what there is"
    }
      ?? ""
  }

  /// Refuses a name that is not among those known; nil means any.
  public static func check(_ name: String?, kind: String, among known: [String]) throws {
    guard let name, !known.contains(name) else { return }
    throw NameError.unknown(kind: kind, name: name, nearest: nearest(to: name, among: known))
  }

  /// The known name with the fewest edits, where they are few enough to be a slip, else the
  /// shortest that begins with the name; the first in order of the names when several are as near.
  static func nearest(to name: String, among known: [String]) -> String? {
    let candidates = Set(known).subtracting([name]).sorted().map {
      (name: $0, edits: edits(name, $0))
    }
    guard let best = candidates.min(by: { $0.edits < $1.edits }) else { return nil }
    if best.edits <= max(2, name.count / 3) { return best.name }
    let longer = candidates.map(\.name).filter {
      !name.isEmpty && $0.lowercased().hasPrefix(name.lowercased())
    }
    return longer.min { $0.count < $1.count }
  }

  /// Levenshtein's distance, upper and lower case being equal.
  ///
  /// - Complexity: O(m·n).
  private static func edits(_ left: String, _ right: String) -> Int {
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for (i, character) in left.lowercased().enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let substitution = diagonal + (right[j] == character ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substitution, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
