import Foundation

/// A leaderboard takes as long over a hundred times the judgments.
struct FlatBench {
  let folder: URL
  let programs: Programs

  private static let models = 1_000

  func run() throws {
    print("\na leaderboard over \(Self.models) models")
    let measured = try [1, 100].map { questions in
      let tree = ResultTree(
        folder: folder.appending(path: "flat-\(questions)"), models: Self.models,
        questions: questions, lengths: .short)
      _ = try tree.write()
      let store = folder.appending(path: "flat-\(questions).db").path
      _ = try Measured.run(
        programs.scorehouse, ["--store", store, "--quiet", "import", tree.folder.path])
      let measured = try Measured.median(
        of: 15, programs.scorehouse, ["--store", store, "leaderboard"])
      line("with \(Self.models * questions * 2) judgments", measured)
      return measured
    }
    print(
      String(
        format: "100 times the judgments: %.2f of the time",
        measured[1].seconds / measured[0].seconds))
  }
}
