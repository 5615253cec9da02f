import Foundation
import TestSupport
import Testing
import Transport

@testable import Evaluate

/// What `doctor` says of an endpoint and of the machine.
@Suite(.temporaryFolder, .ownThreads)
struct EndpointChecksTests {
  private func run(
    _ url: String, models: [String] = [], key: String? = nil
  ) async throws -> EndpointChecks.Outcome {
    var endpoint = try Endpoint(url)
    endpoint.keyVariable = key
    return await EndpointChecks(endpoint, models: models, transport: try CurlTransport()).run()
  }

  private func models() throws -> LoopbackServer {
    try LoopbackServer { request, reply in
      guard request.head.contains("Bearer sk-12345") else {
        reply.send(status: 401, #"{"error":{"message":"who are you?"}}"#)
        return true
      }
      reply.send(status: 200, #"{"data":[{"id":"org/model-7b"},{"id":"b"}]}"#)
      return true
    }
  }

  @Test func `all is well`() async throws {
    unsafe setenv("SCOREHOUSE_TEST_KEY_CHECKS", "sk-12345", 1)
    let server = try models()
    let outcome = try await run(
      server.url("/v1"), models: ["b"], key: "SCOREHOUSE_TEST_KEY_CHECKS")
    #expect(outcome.problems.isEmpty)
    #expect(
      outcome.remarks == ["127.0.0.1:\(server.port) answers and offers org/model-7b, b."])
  }

  @Test func `a name that is not there, with the one that is meant`() async throws {
    unsafe setenv("SCOREHOUSE_TEST_KEY_CHECKS", "sk-12345", 1)
    let server = try models()
    let outcome = try await run(
      server.url("/v1"), models: ["model-7b"], key: "SCOREHOUSE_TEST_KEY_CHECKS")
    let problem = try #require(outcome.problems.first)
    #expect(problem.kind == .model)
    #expect(problem.text == "model-7b is not among its 2 models")
    #expect(problem.advice == "--request-model org/model-7b")
  }

  @Test func `a key that is missing or refused, and a server that is not there`() async throws {
    let missing = try await run("http://127.0.0.1:1/v1", key: "SCOREHOUSE_TEST_NO_SUCH_KEY")
    #expect(missing.problems.map(\.kind) == [.key])
    #expect(missing.problems.map(\.advice) == ["export SCOREHOUSE_TEST_NO_SUCH_KEY=KEY"])
    let server = try models()
    let refused = try await run(server.url("/v1"))
    #expect(refused.problems.map(\.kind) == [.key])
    #expect(refused.problems.map(\.advice) == ["--api-key-env NAME"])
    let absent = try await run("http://127.0.0.1:1/v1")
    #expect(absent.problems.map(\.kind) == [.endpoint])
    #expect(absent.problems.first?.text.contains("nothing takes the connection") == true)
  }

  @Test func `memory of GPUs`() async throws {
    let folder = try TemporaryFolder.current
    let program = try folder.write(
      Array("#!/bin/sh\necho 'A100, 81920, 80000'\necho 'A100, 81920, 900'\n".utf8), to: "smi")
    _ = try Program.shell("chmod +x \"$0\"", [program])
    let outcome = await MachineChecks.gpus(program)
    #expect(outcome.remarks == ["GPU 0, A100, has 78 of 80 GiB free."])
    #expect(outcome.problems.map(\.subject) == ["GPU 1"])
    #expect(await MachineChecks.gpus("scorehouse-no-such-program") == .init())
  }

  @Test func `room on a disk`() throws {
    let folder = try TemporaryFolder.current.path
    let problems = MachineChecks.disk(of: folder)
    #expect(problems.allSatisfy { $0.kind == .disk && $0.subject == folder })
    // A file system without room of its own.
    #expect(MachineChecks.disk(of: "/proc").map(\.text).first?.hasPrefix("0 MiB are free") == true)
  }
}
