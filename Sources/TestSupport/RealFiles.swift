internal import Foundation

/// Files of real evaluations that are not ours to ship: in the folder that SCOREHOUSE_TEST_DATA
/// names, else in `shared/data` beside the repository.
public enum RealFiles {
  /// The folder of FastChat files; nil where there is none, and tests that need it are skipped.
  public static let fastchat: String? = {
    let named = ProcessInfo.processInfo.environment["SCOREHOUSE_TEST_DATA"]
    let folder = named ?? Repository.root + "/../shared/data"
    let path = URL(filePath: folder).standardizedFileURL.path
    return FileManager.default.fileExists(atPath: path + "/fastchat") ? path : nil
  }()

  /// Whether they are there.
  public static var areThere: Bool { fastchat != nil }

  /// The path of a file below the folder of all data.
  public static func path(_ name: String) -> String { (fastchat ?? "") + "/" + name }

  /// The rows of a CSV file of expected values, by the names in its header.
  public static func table(_ name: String) throws -> [[String: String]] {
    let text = try String(contentsOfFile: path("expected/\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Every FastChat file below a folder of the data, sorted.
  public static func jsonLines(below folder: String) -> [String] {
    let enumerator = FileManager.default.enumerator(atPath: path(folder))
    return (enumerator?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".jsonl") }.sorted()
  }
}

/// The folder of the package.
public enum Repository {
  /// Found from the place of this file.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}
