import Foundation

/// Measures the program on a FastChat tree: `scorehouse-bench [MEGABYTES]`, 100 by default, of
/// judgments.
@main
struct Bench {
  static func main() throws {
    let megabytes = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "scorehouse-bench-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    // A model's 160 judgments are about half a megabyte.
    let tree = ResultTree(folder: folder.appending(path: "bench"), models: max(1, megabytes * 2))
    let size = try tree.write()
    let store = folder.appending(path: "bench.db").path
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "scorehouse").path
    print(
      "\(tree.models) models, \(size.judgments >> 20) MiB of judgments, \(size.all >> 20) MiB in all"
    )

    let imported = try Measured.run(
      program, ["--store", store, "--quiet", "import", tree.folder.path])
    line(
      "import", imported, String(format: "%.0f MiB/s", Double(size.all >> 20) / imported.seconds))
    let again = try Measured.run(
      program, ["--store", store, "--quiet", "import", tree.folder.path])
    line(
      "import again", again, String(format: "%.2f of the first", again.seconds / imported.seconds))
    let bytes = try FileManager.default.attributesOfItem(atPath: store)[.size] as? Int ?? 0
    print(
      "store: \(bytes >> 20) MiB, "
        + String(format: "%.3f of the files", Double(bytes) / Double(size.all)))
    for verb in ["leaderboard", "categories", "status"] {
      line(verb, try Measured.median(of: 9, program, ["--store", store, verb]), "median of 9")
    }
  }

  private static func line(_ name: String, _ measured: Measured, _ note: String) {
    let padded = name.padding(toLength: 14, withPad: " ", startingAt: 0)
    print(
      padded + String(format: "%8.3f s  %6.0f MiB peak  ", measured.seconds, measured.peakMebibytes)
        + note)
  }
}
