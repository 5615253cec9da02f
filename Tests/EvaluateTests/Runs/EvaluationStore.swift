import Ingest
import Query
import Storage
import TestSupport
import Testing
import Transport

@testable import Evaluate
@testable import Warehouse

/// A store with a few questions, and runs on it.
struct EvaluationStore {
  let store: Store

  /// - Parameters:
  ///   - questions: how many, each of two turns.
  ///   - answered: models that have answers already.
  static func make(questions: Int = 3, answered: [String] = []) async throws -> EvaluationStore {
    let folder = try TemporaryFolder.current
    let lines = (1...questions).map { number in
      #"{"question_id": \#(number), "category": "writing", "turns": ["first \#(number)", "second \#(number)"]}"#
    }
    _ = try folder.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: "question.jsonl")
    let store = try await Store.open(try StoreURL(Backend.current.freshURL()), access: .create)
    var options = Importer.Options(person: "tests")
    options.benchmark = "b"
    _ = try await Importer(store).run([folder.file("question.jsonl")], options)
    for model in answered {
      let answers = (1...questions).map { number in
        #"{"question_id": \#(number), "answer_id": "\#(model)\#(number)", "model_id": "\#(model)", "choices": [{"index": 0, "turns": ["\#(model) one \#(number)", "\#(model) two \#(number)"]}], "tstamp": 1.5}"#
      }
      let name = "\(model).jsonl"
      _ = try folder.write(Array((answers.joined(separator: "\n") + "\n").utf8), to: name)
      _ = try await Importer(store).run([folder.file(name)], options)
    }
    return EvaluationStore(store: store)
  }

  /// Brings one question more, of one turn, and a model's answer to it.
  func addQuestion(_ number: Int, answered model: String) async throws {
    let folder = try TemporaryFolder.current
    let question =
      #"{"question_id": \#(number), "category": "writing", "turns": ["first \#(number)"]}"#
    let answer =
      #"{"question_id": \#(number), "answer_id": "\#(model)\#(number)", "model_id": "\#(model)", "choices": [{"index": 0, "turns": ["\#(model) one \#(number)"]}], "tstamp": 1.5}"#
    var options = Importer.Options(person: "tests")
    options.benchmark = "b"
    for (name, line) in [("question.jsonl", question), ("\(model)-\(number).jsonl", answer)] {
      _ = try folder.write(Array((line + "\n").utf8), to: name)
      _ = try await Importer(store).run([folder.file(name)], options)
    }
  }

  static func generation(_ endpoint: String) -> RunSettings {
    var call = CallSettings(model: "tested")
    call.endpoint = endpoint
    var settings = RunSettings()
    settings.generations = [GenerationSettings(benchmark: "b", call: call)]
    return settings
  }

  static func judging(_ endpoint: String, models: [String] = ["tested"]) -> RunSettings {
    var call = CallSettings(model: "judge")
    call.endpoint = endpoint
    var settings = RunSettings()
    settings.judgings = [JudgingSettings(benchmark: "b", call: call, models: models)]
    return settings
  }

  /// Gives a model one price for what goes in and what comes out.
  func setPrice(of model: String, nanoUSDPerMillion amount: Int64) async throws {
    _ = try await store.add(
      prices: [PriceRow.TokenClass.input, .output].map { tokenClass in
        PriceRow(
          provider: "*", model: model, tokenClass, nanoUSDPerMillion: amount, validFrom: 0,
          source: "test")
      })
  }

  func evaluation(_ settings: RunSettings) async throws -> Evaluation {
    try await Evaluation(store, settings, person: "tests", transport: try CurlTransport())
  }

  func forecast(_ settings: RunSettings) async throws -> RunForecast {
    try await evaluation(settings).forecast()
  }

  func run(
    _ settings: RunSettings, _ control: RunControl = RunControl()
  ) async throws -> EvaluationSummary {
    try await evaluation(settings).run(control)
  }

  func texts(_ sql: String) async throws -> [String] {
    try await store.database.read { try $0.all(sql) { try $0.text(0) } }
  }

  func integers(_ sql: String) async throws -> [Int64] {
    try await store.database.read { try $0.all(sql) { try $0.integer(0) } }
  }

  /// How calls ended, and how often.
  func outcomes() async throws -> [String] {
    try await texts(
      """
      SELECT outcome || coalesce(' ' || error_class, '') || ' ' || count(*) FROM calls
      GROUP BY outcome, error_class ORDER BY 1
      """)
  }
}
