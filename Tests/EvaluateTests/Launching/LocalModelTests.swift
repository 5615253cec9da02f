import Evaluate
import TestSupport
import Testing
import Transport

/// A real model behind a real server: llama.cpp with SmolLM2-135M.
///
/// What it says is worth nothing as an answer or a verdict; that it comes, and how, is what is
/// tested.
@Suite(
  .ownThreads, .enabled(if: CallTools.model != nil && CallTools.path(of: "python") != nil),
  .serialized)
struct LocalModelTests {
  private func withModel<Value: Sendable>(
    _ body: @Sendable (ModelClient) async throws -> Value
  ) async throws -> Value {
    let transport = try CurlTransport()
    let folder = try ModelFolder(try #require(CallTools.model))
    var template = LauncherTemplate(command: CallTools.serveModel)
    template.timeout = .seconds(120)
    let launcher = Launcher(template, folder, name: "smollm2", transport: transport)
    return try await launcher.run { endpoint in
      try await body(try ModelClient(endpoint, transport: transport))
    }
  }

  @Test func `it answers a question, alike twice, with its tokens counted`() async throws {
    var chat = ChatRequest(
      model: "smollm2", messages: [ChatMessage(.user, "What is the capital of France?")])
    chat.temperature = 0
    chat.maxTokens = 16
    let request = chat
    let calls = try await withModel { client in
      #expect(try await client.models() == ["smollm2"])
      let first = await client.send(try client.request(request), for: request)
      return [first, await client.send(try client.request(request), for: request)]
    }
    let completions = try calls.map { try $0.result.get() }
    let text = try #require(completions[0].choices.first?.text)
    #expect(!text.isEmpty)
    #expect(completions[0].choices == completions[1].choices)
    #expect(completions[0].resolvedModel == "smollm2")
    let usage = try #require(completions[0].usage)
    #expect(usage.allPrompt > 10 && usage.allCompletion > 2)
    #expect(calls.allSatisfy { $0.status == 200 && $0.firstByteAt ?? 0 > $0.sentAt ?? 0 })
  }

  @Test func `what it refuses, and where it is cut`() async throws {
    let long = String(repeating: "word ", count: 6_000)
    let chats = [("Tell me a story.", 4), (long, 4)].map { text, count in
      var chat = ChatRequest(model: "smollm2", messages: [ChatMessage(.user, text)])
      chat.maxTokens = count
      return chat
    }
    let results = try await withModel { client in
      var results: [Result<Completion, CallFailure>] = []
      for chat in chats {
        results.append(await client.send(try client.request(chat), for: chat).result)
      }
      return results
    }
    #expect(try results[0].get().outcome == .truncated)
    guard case .failure(let failure) = results[1] else {
      Issue.record("it takes a prompt longer than its context")
      return
    }
    #expect(failure.name == "context_length", "\(failure)")
  }

  @Test func `hundreds of calls at once all end`() async throws {
    let count = 128
    let texts = try await withModel { client in
      try await withThrowingTaskGroup(of: String?.self) { group in
        for number in 0..<count {
          group.addTask {
            var chat = ChatRequest(model: "smollm2", messages: [ChatMessage(.user, "\(number)")])
            chat.maxTokens = 1
            let call = await client.send(try client.request(chat), for: chat)
            return try call.result.get().choices.first?.text
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(texts.count == count)
  }
}
