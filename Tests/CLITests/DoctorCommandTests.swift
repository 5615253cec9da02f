import Foundation
import TestSupport
import Testing

/// `doctor --endpoint`, and what `scorehouse.yaml` says.
@Suite(.temporaryFolder)
struct DoctorCommandTests {
  private func run(_ arguments: [String], yaml: String = "") throws -> Program.Outcome {
    let folder = try TemporaryFolder.current
    _ = try folder.write(Array(yaml.utf8), to: "scorehouse.yaml")
    var program = Program()
    program.folder = folder.path
    program.environment = ["SCOREHOUSE_TEST_KEY": "sk-12345", "XDG_CONFIG_HOME": folder.path]
    return try program.run(arguments)
  }

  /// A model's server that knows one key.
  private func server() throws -> LoopbackServer {
    try LoopbackServer { request, reply in
      let isKnown = request.head.contains("Authorization: Bearer sk-12345")
      reply.send(
        status: isKnown ? 200 : 401,
        isKnown
          ? #"{"data":[{"id":"org/model-7b"}]}"#
          : #"{"error":{"message":"unknown key: \#(request.head)"}}"#)
      return true
    }
  }

  @Test func `a profile is asked for its models, without a store`() throws {
    let server = try server()
    let yaml = """
      endpoints:
        lab: {url: "\(server.url("/v1"))", key_env: SCOREHOUSE_TEST_KEY}
      """
    let outcome = try run(
      ["doctor", "--endpoint", "lab", "--model", "model-7b", "--strict", "--json"], yaml: yaml)
    #expect(outcome.status == 2)
    let rows = try #require(try outcome.json()["rows"] as? [[String: Any]])
    #expect(rows.map { $0["finding"] as? String } == ["model"])
    #expect(rows.first?["command"] as? String == "--request-model org/model-7b")
    #expect(outcome.output.contains("answers and offers org/model-7b."))
    #expect(!(outcome.output + outcome.errors).contains("12345"))
  }

  @Test func `a key that is refused, missing, or would travel in the clear`() throws {
    let server = try server()
    let refused = try run(["doctor", "--endpoint", server.url("/v1"), "--json"])
    #expect(refused.status == 0)
    #expect(refused.output.contains(#""finding": "key""#), "\(refused.output)")
    let missing = try run([
      "doctor", "--endpoint", server.url("/v1"), "--api-key-env", "SCOREHOUSE_TEST_NONE",
    ])
    #expect(missing.output.contains("SCOREHOUSE_TEST_NONE is not set"))
    let plain = try run([
      "doctor", "--endpoint", "http://192.0.2.1/v1", "--api-key-env", "SCOREHOUSE_TEST_KEY",
    ])
    #expect(plain.output.contains("unencrypted"))
    #expect(!(plain.output + plain.errors + missing.output).contains("12345"))
  }

  @Test(arguments: [
    (["doctor", "--endpoint", "nowhere"], "there is no endpoint 'nowhere'"),
    (["doctor", "--endpoint", "127.0.0.1:8000/v1"], "127.0.0.1:8000/v1: this is no endpoint"),
    (["doctor", "--endpoint", "ftp://x"], "this is no endpoint"),
    (["doctor", "--model", "m"], "give --endpoint"),
    (["doctor", "--provider", "azure"], "give yours with --endpoint"),
  ])
  func `wrong usage is told`(arguments: [String], message: String) throws {
    let outcome = try run(arguments)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func `the store is where the file says`() throws {
    #expect(try run(["init"], yaml: "store: from-file.db").status == 0)
    #expect(try TemporaryFolder.current.names().contains("from-file.db"))
    let broken = try run(["status"], yaml: "stores: x")
    #expect(broken.status == 64)
    #expect(broken.errorLines.count == 1)
    #expect(broken.errors.contains("scorehouse.yaml:1: there is no setting 'stores'"))
    let named = try run(["status", "--store", "from-file.db"], yaml: "stores: x")
    #expect(named.status == 0)
  }
}
