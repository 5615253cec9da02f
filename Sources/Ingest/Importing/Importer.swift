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
  public static func plan(_ paths: [String], _ options: Options) throws -> ImportPlan {
    if let format = options.format, !FileFormat.names.contains(format) {
      throw ImportError.unknownFormat(format)
    }
    let plan = try ImportPlan(paths: paths, options)
    guard !plan.files.isEmpty || !plan.problems.isEmpty else {
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
  /// Each file is one transaction. A file that cannot be read is told in the summary, and the
  /// others are imported; what stops the store ends the import, and the summary tells that too.
  ///
  /// - Parameter progress: called with the bytes done, of how many.
  /// - Throws: what the store throws, when nothing had been imported yet.
  public func run(
    _ plan: ImportPlan, _ options: Options,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> ImportSummary {
    let run = ImportRun(paths: plan.paths, options)
    var summary = ImportSummary(plan)
    let total = plan.files.map(\.byteCount).reduce(0, +)
    var done = 0
    for file in plan.files {
      let start = Clock.now()
      let doneBefore = done
      do {
        let outcome = try await FileImport(file: file, statedJudge: options.statedJudge, run: run)
          .perform(on: store) { progress(doneBefore + $0, total) }
        summary.add(file, outcome, seconds: Double(Clock.now() - start) / 1e9)
      } catch let error where error is ReadError || error is ImportError {
        summary.addProblem(path: file.input.name, reason: "\(error)")
      } catch {
        // Of a store that went away nothing is left to tell of.
        guard !summary.files.isEmpty, !Store.hasVanished(error) else { throw error }
        summary.stop(at: file.path, "\(error)")
        return summary
      }
      done += file.byteCount
    }
    return summary
  }
}
