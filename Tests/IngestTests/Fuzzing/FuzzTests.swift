import Fuzzing
import TestSupport
import Testing

/// A small share of what `scripts/fuzz` does.
@Suite(.temporaryFolder)
struct FuzzTests {
  private static let shards = 20
  private static let casesInShard = 100
  private static let corpus = Result {
    try FuzzCorpus(
      folders: [Repository.root + "/Examples"]
        + (RealFiles.areThere ? [RealFiles.path("fastchat")] : []))
  }

  @Test(arguments: 0..<shards)
  func `mutated files lose no record`(shard: Int) async throws {
    let corpus = try Self.corpus.get()
    #expect(!corpus.isEmpty)
    let scratch = try await FuzzScratch(below: TemporaryFolder.current.path)
    for number in (shard * Self.casesInShard)..<((shard + 1) * Self.casesInShard) {
      let problems = await FuzzCase(seed: 1, number: number, corpus: corpus).run(in: scratch)
      #expect(problems.isEmpty, "scripts/fuzz --seed 1 --only \(number)")
    }
  }
}
