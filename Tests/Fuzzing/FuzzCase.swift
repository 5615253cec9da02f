internal import Foundation
internal import Ingest
internal import Query
internal import Storage
internal import Warehouse

/// One mutated file, imported into a store of its own, and what must hold afterwards.
public struct FuzzCase: Sendable {
  /// Which case: with the seed it gives the very file again.
  public let number: Int
  private let path: String
  private let original: [UInt8]
  private let bytes: [UInt8]
  /// The file as it was comes in first, so that the mutated one meets its records.
  private let startsWithOriginal: Bool
  /// Everything that is slow is looked at in some cases only.
  private let isThorough: Bool

  /// Makes the file of a case.
  public init(seed: UInt64, number: Int, corpus: FuzzCorpus) {
    self.number = number
    var random = FuzzRandom(seed: seed, number: number)
    let file = random.pick(corpus.files)
    var bytes = corpus.piece(of: file, &random)
    original = bytes
    for _ in 0...random.below(4) {
      let mutation = random.pick(Mutation.allCases)
      var numbers = random
      let other = { corpus.piece(of: numbers.pick(corpus.files), &numbers) }
      bytes = mutation.apply(to: bytes, other: other, &random)
    }
    path = file.path
    self.bytes = bytes
    startsWithOriginal = random.oneIn(3)
    isThorough = random.oneIn(16)
  }

  /// Imports the file and checks everything.
  ///
  /// - Parameter scratch: a folder of the caller's own; nothing is left in it.
  /// - Returns: what is wrong, a line each.
  public func run(in scratch: FuzzScratch) async -> [String] {
    defer { scratch.clean() }
    do {
      let store = try await scratch.store()
      if startsWithOriginal, let plan = try plan(original, scratch) {
        _ = try await run(plan, original, store, scratch)
      }
      guard let plan = try plan(bytes, scratch),
        let first = try await run(plan, bytes, store, scratch)
      else { return [] }
      var problems = first.problems + check(first)
      problems += try await rejects(store, first)
      problems += try await again(plan, bytes, store, scratch, first, "the same file")
      // Another file with the same records: its digest must not be all that keeps them apart.
      let longer = bytes.last == 0x0D ? bytes : bytes + [0x0A, 0x0A]
      problems += try await again(
        plan, longer, store, scratch, first, "the file with an empty line")
      problems += try await store.database.withWriter { try $0.referenceProblems() }
      if isThorough { problems += try await thorough(store, scratch) }
      return problems
    } catch {
      return ["it threw: \(error)"]
    }
  }

  /// Writes the mutated file below a folder, to look at it.
  ///
  /// - Returns: its path.
  public func save(below folder: String) throws -> String {
    try FuzzScratch.write(bytes, to: folder + "/" + path)
  }

  // MARK: - Private

  private struct Outcome {
    var added = 0
    var existing = 0
    var rejected = 0
    var isTable = false
    var problems: [String] = []
    var total: Int { added + existing + rejected }
  }

  /// nil where the file is taken for no file of results.
  private func plan(_ bytes: [UInt8], _ scratch: FuzzScratch) throws -> ImportPlan? {
    let file = try FuzzScratch.write(bytes, to: scratch.folder + "/" + path)
    do {
      return try Importer.plan([file], Importer.Options(person: "fuzz"))
    } catch ImportError.nothingToImport, ImportError.unknownFile {
      return nil
    }
  }

  /// nil where the file says what it lacks.
  private func run(
    _ plan: ImportPlan, _ bytes: [UInt8], _ store: Store, _ scratch: FuzzScratch
  ) async throws -> Outcome? {
    let file = try FuzzScratch.write(bytes, to: scratch.folder + "/" + path)
    let summary = try await Importer(store).run(plan, Importer.Options(person: "fuzz"))
    guard let result = summary.files.first else {
      return summary.problems.isEmpty ? Outcome(problems: ["it was neither read nor told"]) : nil
    }
    return Outcome(
      added: result.added, existing: result.existing, rejected: result.rejected,
      isTable: file.hasSuffix(".csv"), problems: summary.problems)
  }

  private func check(_ outcome: Outcome) -> [String] {
    let required = ["model", "judge", "question_id", "turn", "score"]
    let count =
      outcome.isTable
      ? RecordCount.table(bytes, required: required) : RecordCount.lines(bytes)
    guard outcome.total != count else { return [] }
    return [
      "\(outcome.added) added + \(outcome.existing) existing + \(outcome.rejected) rejected, "
        + "but the file has \(count.map { "\($0)" } ?? "no") records"
    ]
  }

  private func again(
    _ plan: ImportPlan, _ bytes: [UInt8], _ store: Store, _ scratch: FuzzScratch,
    _ first: Outcome, _ what: String
  ) async throws -> [String] {
    guard let second = try await run(plan, bytes, store, scratch) else {
      return ["\(what), imported again, was no file of results"]
    }
    let isSame =
      second.added == 0 && second.existing == first.added + first.existing
      && second.rejected == first.rejected
    return isSame
      ? []
      : [
        "\(what), imported again: \(second.added) added, \(second.existing) existing, "
          + "\(second.rejected) rejected"
      ]
  }

  /// A reject keeps the bytes of its record, and its place.
  private func rejects(_ store: Store, _ first: Outcome) async throws -> [String] {
    let digest = Array(Key(of: bytes).bytes)
    let kept = try await store.database.read { connection in
      try connection.all(
        """
        SELECT r.line, r.byte_offset, r.byte_count, r.content FROM rejects r
        JOIN sources s ON s.id = r.source_id WHERE s.content_digest = $1
        """, [.bytes(digest)]
      ) { (try $0.int(0), try $0.int(1), try $0.int(2), try $0.bytes(3)) }
    }
    guard kept.count == first.rejected else {
      return ["\(first.rejected) rejected, \(kept.count) kept"]
    }
    return kept.compactMap { line, offset, count, content in
      guard offset >= 0, count >= content.count, offset + count <= bytes.count,
        bytes[offset..<(offset + content.count)].elementsEqual(content)
      else { return "the reject of line \(line) is not what stands there" }
      return nil
    }
  }

  private func thorough(_ store: Store, _ scratch: FuzzScratch) async throws -> [String] {
    for reading in BoardQuery.Reading.allCases {
      var query = BoardQuery()
      query.reading = reading
      let board = try await LeaderboardReport(query).run(on: store)
      let categories = try await CategoriesReport(query).run(on: store)
      for format in ReportFormat.allCases {
        let renderer = format.renderer(style: TextStyle())
        _ = renderer.text(of: board) + renderer.text(of: categories)
      }
    }
    _ = try await FastChatExporter(store).export(to: scratch.folder + "/exported")
    return try await store.verify().checks.flatMap(\.problems)
  }
}
