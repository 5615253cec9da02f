import Foundation

/// Measures the program beside its peers, on FastChat trees made for it.
///
/// `scorehouse-bench [MEGABYTES]`, 100 by default, of judgments; `scorehouse-bench tree FOLDER
/// MEGABYTES` only makes the tree, `scorehouse-bench run ENDPOINT IN-FLIGHT` only makes a run.
@main
struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "tree", arguments.count == 3, let megabytes = Int(arguments[2]) {
      let size = try tree(URL(filePath: arguments[1]), megabytes).write()
      print("\(size.judgments >> 20) MiB of judgments, \(size.all >> 20) MiB in all")
      return
    }
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "scorehouse-bench-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let programs = Programs()
    if arguments.first == "run", arguments.count == 3, let inFlight = Int(arguments[2]) {
      return try RunBench(
        folder: folder, programs: programs, endpoint: arguments[1], inFlight: inFlight
      ).run()
    }
    try ImportBench(folder: folder, programs: programs)
      .run(tree(folder.appending(path: "bench"), arguments.first.flatMap { Int($0) } ?? 100))
    try FlatBench(folder: folder, programs: programs).run()
    try LedgerBench(folder: folder, programs: programs).run()
  }

  private static func tree(_ folder: URL, _ megabytes: Int) -> ResultTree {
    let models = megabytes * 1_000_000 / ResultTree.judgmentBytesOfModel
    return ResultTree(folder: folder, models: max(1, models))
  }
}
