internal import Glibc
internal import Warehouse

/// A file of results, and what it is read as.
struct PlannedFile: Sendable {
  let path: String
  /// As the store keeps it.
  let storedPath: String
  let format: FileFormat
  /// What a person or the folder says; nil: neither does, rows may.
  let benchmark: String?
  let byteCount: Int
}

/// Which files of the given paths are results, in the order in which they are read.
public struct ImportPlan: Sendable {
  let paths: [String]
  private(set) var files: [PlannedFile] = []
  /// Files that are no results.
  private(set) var otherFileCount = 0
  private(set) var problems: [FileWalker.Problem] = []

  /// - Parameters:
  ///   - benchmark: what a person named; nil: the folder tells, else `unnamed`.
  ///   - wantedFormat: nil: any.
  /// - Throws: `ImportError.missing` before anything is read.
  init(paths: [String], benchmark: String?, wantedFormat: String?) throws {
    self.paths = paths
    // Other reasons than absence are the walker's to tell.
    for path in paths where unsafe access(path, F_OK) != 0 && errno == ENOENT {
      throw ImportError.missing(path: path)
    }
    var planned: Set<String> = []
    for root in paths {
      var walker = FileWalker()
      walker.add(root)
      problems += walker.problems
      for path in walker.files + Self.promptsBeside(walker.files, root) {
        guard planned.insert(path).inserted else { continue }
        try plan(path, below: root, benchmark: benchmark, wantedFormat: wantedFormat)
      }
    }
    let order = SourceKind.allCases
    files.sort { left, right in
      let ranks = (order.firstIndex(of: left.format.kind), order.firstIndex(of: right.format.kind))
      if ranks.0 != ranks.1 { return (ranks.0 ?? 0) < (ranks.1 ?? 0) }
      return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
  }

  // MARK: - Private

  private mutating func plan(
    _ path: String, below root: String, benchmark: String?, wantedFormat: String?
  ) throws {
    let place = FilePlace(path)
    do {
      guard let format = try FormatSniffer.format(of: path, wanted: wantedFormat) else {
        otherFileCount += 1
        return
      }
      var status = stat()
      unsafe stat(path, &status)
      files.append(
        PlannedFile(
          path: path, storedPath: place.stored(below: root), format: format,
          benchmark: benchmark ?? place.benchmark, byteCount: Int(status.st_size)))
    } catch let error where error is ReadError || error is RecordProblem {
      problems.append(FileWalker.Problem(path: path, reason: "\(error)"))
    }
  }

  /// FastChat keeps its judge prompts one folder above the benchmark's, where an import of the
  /// benchmark alone would miss them.
  private static func promptsBeside(_ files: [String], _ root: String) -> [String] {
    let judgments = files.first { FilePlace($0).expectedKind == .judgments }
    guard let folder = judgments.flatMap({ FilePlace($0).benchmarkFolder }) else { return [] }
    let path = folder + "/../judge_prompts.jsonl"
    let isIncluded = files.contains { $0.hasSuffix("/judge_prompts.jsonl") }
    return unsafe !isIncluded && access(path, R_OK) == 0 ? [path] : []
  }
}
