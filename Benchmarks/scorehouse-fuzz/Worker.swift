import Foundation
import Fuzzing

/// Runs every so many-th case, and says in a file which one it is at.
struct Worker {
  let options: Options
  let status: String

  func run(from first: Int) async throws {
    let corpus = try FuzzCorpus(folders: options.folders)
    guard !corpus.isEmpty else { throw Failure(description: "no JSONL or CSV file to begin with") }
    let scratch = try await FuzzScratch(below: Options.scratch)
    defer { scratch.remove() }
    let place = try FileHandle(forWritingTo: URL(filePath: status))
    for number in stride(from: first, to: options.count, by: options.jobs) {
      try place.seek(toOffset: 0)
      // Always as long, so that nothing of a longer number is left.
      try place.write(contentsOf: Data(String(format: "%12d", number).utf8))
      let made = FuzzCase(seed: options.seed, number: number, corpus: corpus)
      if options.only != nil { say(try made.save(below: Self.kept(options.seed, number))) }
      for problem in await made.run(in: scratch) {
        Self.tell("case \(number): \(problem)")
        _ = try made.save(below: Self.kept(options.seed, number))
      }
    }
  }

  /// Where the file of a case that failed is kept.
  static func kept(_ seed: UInt64, _ number: Int) -> String {
    "\(NSTemporaryDirectory())/scorehouse-fuzz-failed/\(seed)-\(number)"
  }

  /// A failure is a line that the supervisor counts.
  private static func tell(_ line: String) {
    print(line.replacingOccurrences(of: "\n", with: " ").prefix(500))
    fflush(nil)
  }

  private func say(_ line: String) {
    FileHandle.standardError.write(Data("the file: \(line)\n".utf8))
  }
}
