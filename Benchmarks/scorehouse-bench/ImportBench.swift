import Foundation

/// Importing a whole tree, and the leaderboard from it, against what people use now.
struct ImportBench {
  let folder: URL
  let programs: Programs

  /// Runs of each import; the median counts, and the peers take turns so that a busy minute of the
  /// machine meets them all.
  private static let rounds = 3

  func run(_ tree: ResultTree) throws {
    let size = try tree.write()
    print(
      "\(tree.models) models, \(tree.models * tree.questions * 2) judgments: "
        + "\(size.judgments >> 20) MiB of judgments, \(size.all >> 20) MiB in all\n")
    let ours = try imports(tree, size)
    try reports(tree, ours)
  }

  // MARK: - Private

  private func store(_ name: String) -> String { folder.appending(path: name).path }

  private func forget(_ name: String) {
    for ending in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: store(name) + ending)
    }
  }

  private struct Contender {
    let name: String
    let store: String
    let command: [String]
  }

  private func contenders(_ tree: ResultTree) -> [Contender] {
    var all = [
      Contender(
        name: "import, the whole tree", store: "bench.db",
        command: [
          programs.scorehouse, "--store", store("bench.db"), "--quiet", "import",
          tree.folder.path,
        ]),
      Contender(
        name: "a bare loop in C++, the same", store: "bare.db",
        command: [programs.bareLoop, tree.folder.path, store("bare.db")]),
    ]
    if let duckDB = programs.peer("duckdb_read.py") {
      all.append(
        Contender(
          name: "DuckDB, the same files", store: "duck.db",
          command: duckDB + [tree.folder.path, store("duck.db")]))
    }
    if let sqliteUtils = programs.sqliteUtils {
      all.append(
        Contender(
          name: "sqlite-utils, judgments alone", store: "utils.db",
          command: [
            sqliteUtils, "insert", store("utils.db"), "judgments", tree.judgments.path, "--nl",
          ]))
    }
    return all
  }

  /// - Returns: the store that was made.
  private func imports(_ tree: ResultTree, _ size: (all: Int, judgments: Int)) throws -> String {
    let contenders = contenders(tree)
    var runs: [[Measured]] = contenders.map { _ in [] }
    for _ in 0..<Self.rounds {
      for (place, contender) in contenders.enumerated() {
        forget(contender.store)
        runs[place].append(
          try Measured.run(contender.command[0], Array(contender.command.dropFirst())))
      }
    }
    let medians = runs.map { $0.sorted { $0.seconds < $1.seconds }[Self.rounds / 2] }
    for (contender, measured) in zip(contenders, medians) {
      line(
        contender.name, measured,
        String(format: "%.2f of our time", measured.seconds / medians[0].seconds))
    }
    if contenders.count < 4 { print("DuckDB and sqlite-utils are not installed") }
    let bytes = try FileManager.default.attributesOfItem(atPath: store("bench.db"))[.size] as? Int
    print(
      String(
        format: "store: %d MiB, %.3f of the files\n", (bytes ?? 0) >> 20,
        Double(bytes ?? 0) / Double(size.all)))
    let again = try Measured.run(contenders[0].command[0], Array(contenders[0].command.dropFirst()))
    line(
      "import again", again, String(format: "%.2f of the first", again.seconds / medians[0].seconds)
    )
    return store("bench.db")
  }

  private func reports(_ tree: ResultTree, _ store: String) throws {
    for verb in ["leaderboard", "categories", "status"] {
      line(verb, try Measured.median(of: 9, programs.scorehouse, ["--store", store, verb]))
    }
    guard let pandas = programs.peer("pandas_leaderboard.py") else {
      return print("pandas is not installed")
    }
    let ours = try Measured.median(of: 9, programs.scorehouse, ["--store", store, "leaderboard"])
    let theirs = try Measured.run(pandas[0], pandas.dropFirst() + [tree.judgments.path])
    line(
      "pandas, the leaderboard", theirs,
      String(format: "%.0f of our time", theirs.seconds / ours.seconds))
  }
}
