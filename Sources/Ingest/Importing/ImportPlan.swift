internal import Glibc
internal import Warehouse

/// Which files of the given paths are results, in the order in which they are read.
public struct ImportPlan: Sendable {
  let paths: [String]
  private(set) var files: [PlannedFile] = []
  /// Files that are no results.
  private(set) var otherFileCount = 0
  /// Files that a person excluded.
  private(set) var excludedFileCount = 0
  private(set) var problems: [FileWalker.Problem] = []

  /// Whether there is nothing to read; the problems are why.
  public var isEmpty: Bool { files.isEmpty }

  /// What stands for standard input among paths.
  static let standardInput = "-"

  /// - Throws: `ImportError` before anything is read.
  init(paths: [String], _ options: Importer.Options) throws {
    self.paths = paths
    try Self.check(paths, options)
    var planned: Set<ExactText> = []
    for root in paths {
      guard root != Self.standardInput else {
        try planStandardInput(options)
        continue
      }
      var walker = FileWalker(exclusions: Exclusions(options.exclude))
      walker.add(root)
      // A folder may hold such things; naming one alone is a mistake, or a pipe of the shell.
      if walker.specialFileCount == 1, walker.files.isEmpty, FilePlace.isSpecial(root) {
        throw ImportError.noFile(path: root)
      }
      problems += walker.problems
      otherFileCount += walker.specialFileCount
      excludedFileCount += walker.excludedFileCount
      let folder = FilePlace(root)
      var found = walker.files.map { (path: $0, place: FilePlace($0)) }
      if let path = Self.promptsBeside(found.map(\.place), options) {
        found.append((path, FilePlace(path)))
      }
      found = found.filter { planned.insert(ExactText($0.path)).inserted }
      let formats = found.concurrentMap { path, place in
        Result { try Self.format(of: InputFile(path: path), at: place, options) }
      }
      for ((path, place), format) in zip(found, formats) {
        try plan(InputFile(path: path), format, at: place, path: path, below: folder, options)
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

  private static func check(_ paths: [String], _ options: Importer.Options) throws {
    if options.exclude.contains("") { throw ImportError.emptyExclusion }
    let inputs = paths.count { $0 == standardInput }
    if inputs > 1 { throw ImportError.standardInputTwice }
    if let name = options.standardInputName {
      if inputs == 0 { throw ImportError.standardInputNotGiven }
      guard FormatSniffer.endings.contains(FilePlace(name).fileExtension), !name.hasSuffix("/")
      else { throw ImportError.standardInputName(name) }
    }
    // Other reasons than absence are the walker's to tell.
    for path in paths where path != standardInput {
      guard unsafe access(path, F_OK) != 0, errno == ENOENT else { continue }
      throw ImportError.missing(path: path)
    }
  }

  /// Standard input is read as the file that a person says it would be.
  private mutating func planStandardInput(_ options: Importer.Options) throws {
    let place = FilePlace(options.standardInputName ?? "standard-input")
    let spooled = try SpooledInput()
    guard spooled.byteCount > 0 else { throw ImportError.standardInputEmpty }
    let input = InputFile(spooled, isNamedCompressed: place.isCompressed)
    let isNamed = options.standardInputName != nil
    let format = Result { try Self.format(of: input, at: place, isNamed: isNamed, options) }
    try plan(
      input, format, at: place, path: Self.standardInput, isNamed: isNamed,
      below: FilePlace("."), options)
    let needsName = files.contains { file in
      file.path == Self.standardInput && [.answers, .references].contains(file.format.kind)
    }
    if needsName, options.standardInputName == nil { throw ImportError.unnamedModel }
  }

  /// - Parameter isNamed: whether the name says what the file may be.
  private static func format(
    of input: InputFile, at place: FilePlace, isNamed: Bool = true, _ options: Importer.Options
  ) throws -> RecognizedFormat? {
    try FormatSniffer.format(of: input, at: place, isNamed: isNamed, wanted: options.format)
  }

  /// - Parameters:
  ///   - format: what a look at the file told.
  ///   - isNamed: as for `format(of:at:isNamed:_:)`.
  private mutating func plan(
    _ input: InputFile, _ format: Result<RecognizedFormat?, any Error>, at place: FilePlace,
    path: String, isNamed: Bool = true, below root: FilePlace, _ options: Importer.Options
  ) throws {
    do {
      guard let recognized = try format.get() else {
        otherFileCount += 1
        return
      }
      let stored = place.stored(below: root)
      files.append(
        PlannedFile(
          input: input, path: path,
          storedPath: isNamed ? stored : stored + recognized.format.ending,
          modelName: place.modelName, format: recognized.format, evidence: recognized.evidence,
          benchmark: options.benchmark ?? Self.benchmark(of: recognized, at: place),
          byteCount: input.byteCount ?? 0))
    } catch let error where error is ReadError || error is RecordProblem {
      problems.append(FileWalker.Problem(path: input.name, reason: "\(error)"))
    }
  }

  private static func benchmark(of file: RecognizedFormat, at place: FilePlace) -> String? {
    if file.format.name == FileFormat.alpacaEval(.answers).name {
      return AlpacaEvalRecord.benchmark
    }
    if file.format == .helm { return place.helmScenario }
    guard file.format.kind == .figures else { return place.benchmark }
    return file.statesBenchmark ? nil : place.benchmarkAround
  }

  /// FastChat keeps its judge prompts one folder above the benchmark's, where an import of the
  /// benchmark alone would miss them.
  private static func promptsBeside(
    _ places: [FilePlace], _ options: Importer.Options
  ) -> String? {
    let name = "judge_prompts.jsonl"
    let judgments = places.first { $0.expectedKind == .judgments }
    guard let folder = judgments?.benchmarkFolder, !Exclusions(options.exclude).fit(name) else {
      return nil
    }
    let path = folder + "/../" + name
    let isIncluded = places.contains { $0.expectedKind == .prompts }
    return unsafe !isIncluded && access(path, R_OK) == 0 ? path : nil
  }
}
