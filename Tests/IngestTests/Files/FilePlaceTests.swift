import Testing
import Warehouse

@testable import Ingest

struct FilePlaceTests {
  @Test func `the layout's folder tells kind and benchmark, from wherever it is seen`() {
    let place = FilePlace("/a/bench/model_answer/org__m-1.jsonl.gz")
    #expect(place.expectedKind == .answers)
    #expect(place.benchmark == "bench")
    #expect(place.benchmarkFolder == "/a/bench")
    #expect(place.modelName == "org/m-1")
    #expect(place.fileExtension == "jsonl")
    #expect(place.isCompressed)
    for root in ["/a", "/a/bench", "/a/bench/model_answer", "/elsewhere"] {
      #expect(
        place.stored(below: FilePlace(root)) == "bench/model_answer/org__m-1.jsonl.gz",
        "below \(root)")
    }
  }

  @Test func `outside the layout a path is stored below what was imported`() {
    let place = FilePlace("/a/b/../c/./scores.csv")
    #expect(place.expectedKind == nil)
    #expect(place.benchmark == nil)
    #expect(place.stored(below: FilePlace("/a")) == "c/scores.csv")
    #expect(place.stored(below: FilePlace("/a/c/scores.csv")) == "scores.csv")
    #expect(place.stored(below: FilePlace("/")) == "a/c/scores.csv")
  }

  @Test(
    arguments: [
      ("bbq:subject=all,model=openai_gpt-4o", "bbq:subject=all"), ("mmlu", "mmlu"),
      ("mmlu:model=m", "mmlu"), (":", nil),
    ] as [(String, String?)])
  func `a folder of a HELM run names its scenario`(folder: String, scenario: String?) {
    #expect(FilePlace("/runs/\(folder)/state.json").helmScenario == scenario)
  }
}
