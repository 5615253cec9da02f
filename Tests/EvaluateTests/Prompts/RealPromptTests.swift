import Ingest
import Storage
import TestSupport
import Testing

@testable import Evaluate
@testable import Warehouse

/// Prompts made for the real judgments of FastChat folders are those that were sent.
@Suite(.temporaryFolder, .enabled(if: RealFiles.areThere)) struct RealPromptTests {
  private static let folders = [
    "fastchat/mt_bench", "fastchat/forks/dreaming-panda", "fastchat/forks/Stefanstud",
    "fastchat/forks/muhan421", "fastchat/forks/qzy03715",
  ]

  @Test func `at least 1,680 of them, byte for byte`() async throws {
    let path = try TemporaryFolder.current.file("store.db")
    let store = try await Store.open(try StoreURL(path), access: .create)
    let importer = Importer(store)
    for folder in Self.folders {
      var options = Importer.Options(person: "tests")
      options.benchmark = "mt_bench"
      _ = try await importer.run([RealFiles.path(folder)], options)
    }
    let equal = try await store.database.read { connection in
      let facts = try FactFilter(connection)
      let models = try connection.all(
        """
        SELECT DISTINCT m.name FROM models m JOIN answer_records a ON a.model_id = m.id
        WHERE a.role = 'answer'
        """
      ) { try $0.text(0) }
      return try Self.equalPrompts(.single, "single-v1", models, connection, facts)
        + Self.equalPrompts(.all, "pair-v2", ["phi-3", "phi-3-dpo"], connection, facts)
    }
    #expect(equal >= 1_680)
  }

  /// How many judgments were made with a prompt that is planned for their slot.
  private static func equalPrompts(
    _ pairing: JudgingSettings.Pairing, _ name: String, _ models: [String],
    _ connection: Connection, _ facts: FactFilter
  ) throws -> Int {
    var settings = JudgingSettings(
      benchmark: "mt_bench", call: CallSettings(model: "gpt-4"), models: models)
    settings.pairing = pairing
    settings.protocolName = name
    settings.references = .named("gpt-4")
    let judge = JudgeIdentity(
      kind: .model, mode: pairing.mode, requestedModel: "gpt-4", protocolName: name)
    let plan = try JudgingPlan(
      settings, judge: judge, configuration: judge.configurationKey,
      content: try JudgedContent(settings, connection, facts),
      standing: try StandingVerdicts(of: judge, benchmark: "none", connection, facts))
    let judged = try connection.prepare(
      """
      SELECT count(*) FROM judgments j JOIN prompts p ON p.id = j.prompt_id
      JOIN models m ON m.id = j.model_id LEFT JOIN models o ON o.id = j.opponent_id
      JOIN questions q ON q.id = j.question_id
      WHERE p.prompt_key = $1 AND (m.name = $2 OR o.name = $2) AND q.external_id = $3
        AND j.turn = $4
      """)
    return try plan.verdicts.reduce(0) { sum, verdict in
      guard let prompt = verdict.prompt else { return sum }
      let count = try judged.first([
        .bytes(prompt.parts.key.bytes), .text(verdict.slot.model),
        .text(verdict.slot.question.externalID), .integer(verdict.slot.turn),
      ]) { try $0.int(0) }
      return sum + (count ?? 0)
    }
  }
}
