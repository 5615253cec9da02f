import Glibc
import TestSupport
import Testing
import Transport

/// Tasks that prefer to run where their requests are made.
@Suite(.ownThreads) struct CurlExecutorTests {
  @Test func `tasks and what they send share a thread`() async throws {
    let transport = try CurlTransport()
    let server = try LoopbackServer { request, reply in
      reply.send(status: 200, "\(request.number)")
      return true
    }
    let own = pthread_self()
    let url = server.url()
    let threads = try await withTaskExecutorPreference(transport.executor) {
      try await withThrowingTaskGroup(of: [pthread_t].self) { group in
        for _ in 0..<100 {
          group.addTask {
            let before = pthread_self()
            let response = try await transport.send(HTTPRequest(.get, url))
            #expect(response.status == 200)
            return [before, pthread_self()]
          }
        }
        return try await group.reduce(into: Set()) { $0.formUnion($1) }
      }
    }
    #expect(threads.count == 1)
    #expect(!threads.contains(own))
  }

  /// A step that is not run would leave its task waiting for ever.
  @Test func `tasks run on elsewhere when the transport is gone`() async throws {
    for _ in 0..<50 {
      var transport: CurlTransport? = try CurlTransport()
      let executor = try #require(transport?.executor)
      let tasks = (1...20).map { number in
        Task(executorPreference: executor) {
          for _ in 0..<number { await Task.yield() }
          return number
        }
      }
      transport = nil
      var sum = 0
      for task in tasks { sum += await task.value }
      #expect(sum == 210)
      #expect(await Task(executorPreference: executor) { 1 }.value == 1)
    }
  }

  @Test func `a task that is cancelled gives its request up at once`() async throws {
    let transport = try CurlTransport()
    let server = try LoopbackServer { _, _ in true }
    let url = server.url()
    let task = Task(executorPreference: transport.executor) {
      try await transport.send(HTTPRequest(.get, url))
    }
    while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    let error = await #expect(throws: TransportError.self) { _ = try await task.value }
    #expect(error?.code == .cancelled)
  }
}
