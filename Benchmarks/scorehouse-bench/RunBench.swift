import Foundation

/// A whole run of a judge against an endpoint that answers at once, every call and verdict stored:
/// what a call costs this program, durably kept, with planning and boards.
struct RunBench {
  let folder: URL
  let programs: Programs
  /// What stands before `/chat/completions`; it must rate every answer.
  let endpoint: String
  let inFlight: Int

  private static let models = 65

  /// Prints `calls failed seconds cpu_seconds peak_bytes`.
  func run() throws {
    let tree = ResultTree(folder: folder.appending(path: "run"), models: Self.models)
    _ = try tree.write()
    try FileManager.default.removeItem(at: tree.judgments)
    let store = ["--store", folder.appending(path: "run.db").path, "--quiet"]
    _ = try Measured.run(programs.scorehouse, store + ["import", tree.folder.path])
    // A run with a call that failed ends with another status, which is an error here.
    let measured = try Measured.run(
      programs.scorehouse,
      store + [
        "judge", "--judge", "m-1", "--endpoint", endpoint, "--provider", "openai", "--model",
        "all", "--references", "none", "--parallel", "\(inFlight)", "--max-tokens", "16", "--yes",
      ])
    print(
      Self.models * tree.questions * 2, 0, measured.seconds, measured.cpuSeconds,
      Int(measured.peakMebibytes * 1_048_576))
  }
}
