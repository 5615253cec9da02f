import TestSupport
import Testing

@testable import Evaluate

/// The file of `eval`.
@Suite(.temporaryFolder)
struct EvaluationFileTests {
  @Test func `models and judges of a file are asked and judge on every benchmark`() throws {
    let settings = try Self.file(
      """
      experiment: sweep
      parallel: 16
      budget: 2.50
      limit: 3
      models:
        lora: {endpoint: "http://127.0.0.1:8000/v1", temperature: 0.5, stop: [a b, c], system: "@system.txt"}
        plain:
      protocol: single-v1
      judges:
        first: {max_tokens: 100}
        second: {mode: pairwise-baseline, baseline: plain, protocol: pair-v2, repeat: 2}
      """
    ).settings(benchmarks: ["b", "c"])
    #expect(settings.experiment == "sweep")
    #expect(settings.parallel == 16)
    #expect(settings.budgetNanoUSD == 2_500_000_000)
    #expect(settings.generations.map(\.benchmark) == ["b", "c", "b", "c"])
    #expect(settings.generations.map(\.call.model) == ["lora", "lora", "plain", "plain"])
    #expect(settings.generations.allSatisfy { $0.questions == .first(3) })
    #expect(settings.generations[0].call.temperature == 0.5)
    #expect(settings.generations[0].call.stop == ["a b", "c"])
    #expect(settings.generations[0].systemPrompt == "be brief")
    #expect(settings.judgings.map(\.call.model) == ["first", "first", "second", "second"])
    #expect(
      settings.judgings.map(\.protocolName) == ["single-v1", "single-v1", "pair-v2", "pair-v2"])
    #expect(settings.judgings[0].call.maxTokens == 100)
    #expect(settings.judgings[2].pairing == .baseline("plain"))
    #expect(settings.judgings[2].repeats == 2)
    #expect(settings.judgings[2].models == ["lora", "plain"])
  }

  @Test(arguments: [
    ("judges: {j: }", "'models' is missing"), ("models: {m: }", "'judges' is missing"),
    ("models: {m: {temperature: 3}}\njudges: {j: }", ":1: a number from 0.0 to 2.0"),
    ("models: {m: {tempersture: 1}}\njudges: {j: }", "no setting 'tempersture'"),
    ("models: {m: {key_env: sk-123}}\njudges: {j: }", "looks like a key"),
    ("models: {m: {launcher: vllm}}\njudges: {j: }", "'model_path' is missing"),
    ("limit: 0\nmodels: {m: }\njudges: {j: }", "a whole number from 1 up"),
    ("limit: 2\nsample: 2\nmodels: {m: }\njudges: {j: }", "either limit or sample"),
    ("mode: pairwise-baseline\nmodels: {m: }\njudges: {j: }", "'baseline' is missing"),
    ("mode: pairs\nmodels: {m: }\njudges: {j: }", "none of single"),
    ("parser: p\nmodels: {m: }\njudges: {j: }", "none of fastchat-1"),
    ("models: {m: {system: '@none.txt'}}\njudges: {j: }", "there is no such file"),
    ("", "'models' is missing"),
  ])
  func `what is wrong is said with its line`(text: String, words: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try Self.file(text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  private static func file(_ text: String) throws -> EvaluationFile {
    let folder = try TemporaryFolder.current
    _ = try folder.write(Array("be brief".utf8), to: "system.txt")
    let path = try folder.write(Array(text.utf8), to: "eval.yaml")
    return try EvaluationFile(path)
  }
}
