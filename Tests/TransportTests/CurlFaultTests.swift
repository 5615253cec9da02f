import TestSupport
import Testing
import Transport

/// What goes wrong on the way, each under its own name, and whether it may have been sent.
@Suite(.ownThreads) struct CurlFaultTests {
  let transport: CurlTransport

  init() throws {
    transport = try CurlTransport()
  }

  /// The error of a request, whose text is one line with the host and without the key.
  private func failure(
    _ url: String, timeouts: HTTPTimeouts = HTTPTimeouts(), transport other: CurlTransport? = nil
  ) async throws -> TransportError {
    let request = HTTPRequest(
      .post, url, headers: ["Authorization": "Bearer sk-12345"], body: Array("{}".utf8),
      timeouts: timeouts)
    let error = try await #require(throws: TransportError.self) {
      _ = try await (other ?? transport).send(request)
    }
    let text = "\(error)"
    #expect(!text.contains("12345") && !text.contains("\n"), "\(text)")
    #expect(!error.host.isEmpty && text.contains(error.host), "\(text)")
    return error
  }

  @Test func `a host that nobody knows`() async throws {
    let error = try await failure("http://no-such-host.invalid/v1")
    #expect(error.code == .resolve)
    #expect(!error.mayHaveBeenSent)
  }

  @Test func `a port at which nobody listens`() async throws {
    let error = try await failure("http://127.0.0.1:1/v1")
    #expect(error.code == .connect)
    #expect(error.host == "127.0.0.1:1")
    #expect(!error.mayHaveBeenSent)
  }

  @Test(arguments: ["", "nowhere", "ftp://127.0.0.1/", "http://[::1/", "file:///etc/passwd"])
  func `what is no address`(url: String) async throws {
    let request = HTTPRequest(.get, url)
    let error = try await #require(throws: TransportError.self) {
      _ = try await transport.send(request)
    }
    #expect([.badURL, .resolve].contains(error.code), "\(error)")
    #expect(!error.mayHaveBeenSent)
  }

  @Test func `a password in an address is not shown`() async throws {
    let error = try await failure("http://user:sk-12345@127.0.0.1:1/v1?key=sk-12345")
    #expect(error.host == "127.0.0.1:1")
  }

  @Test func `a proxy at which nobody listens, and one that refuses`() async throws {
    var options = CurlOptions()
    options.proxy = "http://no-such-proxy.invalid:3128"
    let missing = try await failure("http://127.0.0.1:1/", transport: CurlTransport(options))
    #expect(missing.code == .proxy)
    let proxy = try LoopbackServer(
      answering: "HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")
    options.proxy = proxy.url()
    let refused = try await failure(
      "https://api.example.invalid/", transport: CurlTransport(options))
    #expect(refused.code == .proxy)
    #expect(!refused.mayHaveBeenSent)
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc", "HTTP/1.1 200 OK\r\nX-",
    "",
  ])
  func `a connection that ends before the reply does`(answer: String) async throws {
    let server = try LoopbackServer(answering: answer)
    let error = try await failure(server.url())
    #expect(error.code == .cut, "\(error)")
    #expect(error.mayHaveBeenSent)
  }

  @Test func `a connection that is reset`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.reset()
      return false
    }
    let error = try await failure(server.url())
    #expect(error.code == .cut)
    #expect(error.mayHaveBeenSent)
  }

  /// curl repeats such a request by itself unless it is kept from it, and then a model is paid twice
  /// for one answer of which the ledger knows.
  @Test func `a reply that is lost on a connection used before is not asked for again`()
    async throws
  {
    let server = try LoopbackServer { request, reply in
      guard request.number == 1 else { return false }
      reply.send(status: 200, "{}")
      return true
    }
    let url = server.url()
    _ = try await transport.send(HTTPRequest(.post, url, body: [1]))
    let error = try await failure(url)
    #expect(error.code == .cut)
    #expect("\(error)".contains("ended before a reply came"))
    #expect(error.mayHaveBeenSent)
    #expect(server.requests.map(\.number) == [1, 2])
    // The handle that lost it carries the next as any other.
    #expect(try await transport.send(HTTPRequest(.post, url, body: [1])).status == 200)
    #expect(server.requests.map(\.number) == [1, 2, 1])
  }

  @Test func `what costs nothing is asked for again when a connection used before has ended`()
    async throws
  {
    let server = try LoopbackServer { request, reply in
      guard request.number == 1 else { return false }
      reply.send(status: 200, "{}")
      return true
    }
    for _ in 1...2 {
      #expect(try await transport.send(HTTPRequest(.get, server.url())).status == 200)
    }
    #expect(server.requests.map(\.connection) == [1, 1, 2])
  }

  @Test func `what is no HTTP`() async throws {
    let server = try LoopbackServer(answering: "SSH-2.0-OpenSSH_9.2\r\n")
    let error = try await failure(server.url())
    #expect(error.code == .protocol, "\(error)")
  }

  @Test func `a server that hangs`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.waitForEnd()
      return false
    }
    let idle = try await failure(
      server.url(), timeouts: HTTPTimeouts(idle: .milliseconds(200), total: .seconds(60)))
    #expect(idle.code == .timeout(.idle))
    #expect(idle.mayHaveBeenSent)
    let total = try await failure(
      server.url(), timeouts: HTTPTimeouts(idle: .seconds(60), total: .milliseconds(200)))
    #expect(total.code == .timeout(.total))
    #expect(total.mayHaveBeenSent)
  }

  /// Each byte resets the idle time, so that only the total ends it.
  @Test func `a server that trickles`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
      for _ in 0..<500 {
        reply.pause(0.05)
        guard reply.send("a") else { return false }
      }
      return true
    }
    let error = try await failure(
      server.url(), timeouts: HTTPTimeouts(idle: .milliseconds(1_500), total: .seconds(3)))
    #expect(error.code == .timeout(.total))
  }

  /// The address is one of those kept for documentation, where nothing answers.
  @Test func `a host that does not take the connection in time`() async throws {
    var timeouts = HTTPTimeouts()
    timeouts.connect = .milliseconds(100)
    let error = try await failure("http://192.0.2.1/", timeouts: timeouts)
    // A machine without a network says at once that there is no way.
    #expect([.timeout(.connect), .connect].contains(error.code), "\(error)")
    #expect(!error.mayHaveBeenSent)
  }

  @Test func `a reply that never ends`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      let chunk = [UInt8](repeating: 97, count: 0x8000)
      while reply.send("8000\r\n"), reply.send(chunk), reply.send("\r\n") {}
      return false
    }
    var options = CurlOptions()
    options.maximumResponseBytes = 1 << 20
    let error = try await failure(server.url(), transport: CurlTransport(options))
    #expect(error.code == .tooLarge)
    #expect(error.mayHaveBeenSent)
  }

  @Test func `a task that is cancelled lets go of its connection`() async throws {
    let arrived = Gate(2)
    let ended = Gate(2)
    let server = try LoopbackServer { _, reply in
      arrived.arriveAndWait()
      reply.waitForEnd()
      ended.arriveAndWait()
      return false
    }
    let request = HTTPRequest(.post, server.url(), body: [1])
    let task = Task { try await transport.send(request) }
    arrived.arriveAndWait()
    task.cancel()
    let error = try await #require(throws: TransportError.self) { _ = try await task.value }
    #expect(error.code == .cancelled)
    #expect(error.mayHaveBeenSent)
    ended.arriveAndWait()
  }

  @Test func `a task that is cancelled beforehand sends nothing`() async throws {
    let server = try LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    let request = HTTPRequest(.post, server.url(), body: [1])
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return try await transport.send(request)
    }
    let error = try await #require(throws: TransportError.self) { _ = try await task.value }
    #expect(error.code == .cancelled)
    #expect(!error.mayHaveBeenSent)
    #expect(server.requests.isEmpty)
  }

  /// Handles and connections are used again, so one failure must leave nothing behind for the next.
  @Test func `faults leave no trace`() async throws {
    let server = try LoopbackServer { request, reply in
      switch request.body.first {
      case 0: reply.send(status: 200, "whole")
      case 1: reply.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart")
      case 2: reply.send("what?")
      default: reply.waitForEnd()
      }
      return request.body.first == 0
    }
    let url = server.url()
    let outcomes = await withTaskGroup(of: (UInt8, String).self) { group in
      for number in 0..<64 {
        group.addTask {
          let kind = UInt8(number % 4)
          let timeouts = HTTPTimeouts(idle: .milliseconds(kind == 3 ? 100 : 60_000))
          do throws(TransportError) {
            let response = try await transport.send(
              HTTPRequest(.post, url, body: [kind], timeouts: timeouts))
            return (kind, String(decoding: response.body, as: UTF8.self))
          } catch {
            return (kind, error.name)
          }
        }
      }
      return await group.reduce(into: [UInt8: Set<String>]()) { $0[$1.0, default: []].insert($1.1) }
    }
    #expect(outcomes == [0: ["whole"], 1: ["cut"], 2: ["protocol"], 3: ["timeout_idle"]])
  }
}
