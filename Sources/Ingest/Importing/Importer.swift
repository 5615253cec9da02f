internal import Storage
public import Warehouse

/// Brings files and folders of results into a store.
public struct Importer: Sendable {
  private let store: Store

  /// An importer into a store that is open for writing.
  public init(_ store: Store) {
    self.store = store
  }

  /// What a person wants of an import.
  public struct Options: Sendable {
    /// For files whose place does not tell; nil: `unnamed`.
    public var benchmark: String?
    /// The only format to read; nil: whatever is found.
    public var format: String?
    /// The named group that the import belongs to.
    public var experiment: String?
    /// Patterns of the shell: what of the paths is left out, by name or by path below them.
    public var exclude: [String] = []
    /// The file that standard input, the path `-`, is read as; nil: its content alone tells.
    public var standardInputName: String?
    /// Where the files were downloaded from; nil: they were the user's.
    public var downloadedFrom: String?
    /// What the files do not say of the judge.
    public var statedJudge = StatedJudge()
    /// Who imports.
    public var person: String

    /// Everything found, for this person.
    public init(person: String) {
      self.person = person
    }
  }

  /// Looks at the paths: which files are results, and of what kind.
  ///
  /// Nothing is written. The path `-` is standard input, which is read to its end.
  ///
  /// - Throws: `ImportError` when a path does not exist or holds no result, or an option is wrong.
  ///   Of a file that was named alone it tells what stands in its first line.
  public static func plan(_ paths: [String], _ options: Options) throws -> ImportPlan {
    if let format = options.format, !FileFormat.names.contains(format) {
      throw ImportError.unknownFormat(format)
    }
    let plan = try ImportPlan(paths: paths, options)
    guard !plan.files.isEmpty || !plan.problems.isEmpty else {
      try refuseUnknownFile(paths, options)
      let names = paths.map { $0 == ImportPlan.standardInput ? SpooledInput.name : $0 }
      throw ImportError.nothingToImport(
        path: names.joined(separator: ", "), excluded: plan.excludedFileCount)
    }
    return plan
  }

  /// Imports everything that is a result at the paths, prompts and questions first.
  ///
  /// - Throws: as `plan` and `run(_:_:progress:)`.
  public func run(_ paths: [String], _ options: Options) async throws -> ImportSummary {
    try await run(try Self.plan(paths, options), options)
  }

  /// Imports the files of a plan, prompts and questions first.
  ///
  /// A file comes in whole or not at all. One that cannot be read is told in the summary, and the
  /// others are imported; what stops the store ends the import, and the summary tells that too.
  ///
  /// - Parameter progress: called with the bytes done, of how many.
  /// - Throws: what the store throws, when nothing had been imported yet.
  public func run(
    _ plan: ImportPlan, _ options: Options,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportSummary {
    let total = plan.files.map(\.byteCount).reduce(0, +)
    // By the session that writes: a reader that is closed last would leave the log behind.
    var known = try await store.database.withWriter { try KnownSources($0) }
    let fills = known.isEmpty && total <= Self.filledBytes
    known.expect(byteCounts: plan.files.map(\.byteCount))
    var work = Work(
      run: ImportRun(paths: plan.paths, options), summary: ImportSummary(plan), known: known
    ) { progress($0, total) }
    let files = plan.files.map { FileSource(file: $0, statedJudge: options.statedJudge) }
    if fills {
      try await store.database.filling { try await write(files, &work) }
    } else {
      try await write(files, &work)
    }
    return work.summary
  }

  // MARK: - Private

  /// Writes files group by group.
  private func write(_ files: [FileSource], _ work: inout Work) async throws {
    var groups = Self.groups(files)[...]
    var ahead: [GroupReading] = []
    defer { for reading in ahead { reading.stop() } }
    while true {
      // Reading goes on while the groups before are written.
      while ahead.count < Self.groupsAhead, let group = groups.popFirst() {
        ahead.append(
          GroupReading(
            group, known: work.known, digestsFirst: !store.database.mayReferAhead))
      }
      guard !ahead.isEmpty, try await write(ahead.removeFirst(), &work) else { break }
    }
  }

  /// Says what stands in a file that was named alone and shows no result.
  private static func refuseUnknownFile(_ paths: [String], _ options: Options) throws {
    guard let path = paths.first, paths.count == 1, path != ImportPlan.standardInput,
      options.exclude.isEmpty, options.format == nil,
      let unknown = UnknownFile(InputFile(path: path), at: FilePlace(path))
    else { return }
    throw ImportError.unknownFile(path: path, line: unknown.line, reason: unknown.reason)
  }

  /// An import under way.
  private struct Work {
    let run: ImportRun
    var summary: ImportSummary
    /// The sources that were in the store before.
    let known: KnownSources
    var bytesDone = 0
    let progress: @Sendable (Int) -> Void

    init(
      run: ImportRun, summary: ImportSummary, known: KnownSources,
      progress: @escaping @Sendable (Int) -> Void
    ) {
      self.run = run
      self.summary = summary
      self.known = known
      self.progress = progress
    }

    mutating func add(_ file: PlannedFile, _ outcome: FileOutcome) {
      summary.add(file, outcome)
      bytesDone += file.byteCount
    }

    mutating func addProblem(_ file: PlannedFile, _ error: any Error) {
      summary.addProblem(path: file.input.name, reason: "\(error)")
      bytesDone += file.byteCount
    }
  }

  /// How often a transaction is begun before its failure is told.
  private static let attempts = 4

  /// Up to this many bytes a store with nothing in it is filled while others wait: on a slow disk
  /// for no longer than they do.
  private static let filledBytes = 1 << 30

  /// Small files share a transaction of up to this many bytes: half a second's work, and few enough
  /// ends of transactions that wait for the disk.
  private static let groupBytes = 64 << 20

  /// Groups that are being read or written: a large file must be digested before its first record
  /// can be written, which takes longer than a group of small ones is written in.
  private static let groupsAhead = 4

  /// Neighbours in the order of reading, as many as fit.
  private static func groups(_ files: [FileSource]) -> [[FileSource]] {
    var groups: [[FileSource]] = []
    var bytes = 0
    for file in files {
      if groups.isEmpty || bytes + file.file.byteCount > groupBytes {
        groups.append([])
        bytes = 0
      }
      groups[groups.count - 1].append(file)
      bytes += file.file.byteCount
    }
    return groups
  }

  /// Writes a group; where that fails, one file after the other.
  ///
  /// - Returns: false when the import ends here.
  private func write(_ reading: GroupReading, _ work: inout Work) async throws -> Bool {
    do {
      let outcomes = try await perform(reading, work)
      for (file, outcome) in zip(reading.files, outcomes) { work.add(file.file, outcome) }
    } catch  where reading.files.count > 1 && !Store.isGone(error) {
      for file in reading.files {
        guard
          try await write(
            GroupReading([file], known: work.known, digestsFirst: true), &work)
        else { return false }
      }
    } catch  where error is ReadError || error is ImportError {
      work.addProblem(reading.files[0].file, error)
    } catch {
      // Of a store that went away nothing is left to tell of.
      guard !work.summary.files.isEmpty, !Store.hasVanished(error) else { throw error }
      work.summary.stop(at: reading.files[0].file.path, "\(error)")
      return false
    }
    return true
  }

  /// Writes a group; again where the engine gave its transaction up or its server went away, for
  /// what was kept is found then and not added twice.
  private func perform(_ reading: GroupReading, _ work: Work) async throws -> [FileOutcome] {
    var reading = reading
    for attempt in 1..<Self.attempts {
      do {
        return try await performOnce(reading, work)
      } catch let error as StorageError
        where error.isWorthAnotherAttempt || error.code == .unconfirmed
      {
        try await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << attempt))))
        // What stands in the way may be a source that has come since.
        reading = GroupReading(reading.files, known: work.known, digestsFirst: true)
      }
    }
    return try await performOnce(reading, work)
  }

  private func performOnce(_ reading: GroupReading, _ work: Work) async throws -> [FileOutcome] {
    // Whatever ends the writing, the store being away included.
    defer { reading.stop() }
    let group = GroupImport(reading: reading, run: work.run)
    return try await store.database.withWriter {
      [progress = work.progress, before = work.bytesDone] in
      try group.perform($0) { progress(before + $0) }
    }
  }
}
