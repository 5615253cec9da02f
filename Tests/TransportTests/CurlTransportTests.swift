import TestSupport
import Testing
import Transport

/// Requests that go well, as a server sees them.
@Suite(.ownThreads) struct CurlTransportTests {
  let transport: CurlTransport

  init() throws {
    transport = try CurlTransport()
  }

  @Test func `a request arrives as it was written and the response as it was sent`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.send(status: 201, "{\"a\":1}", headers: ["X-Request-Id": "r-1", "x-empty": ""])
      return true
    }
    let body = Array("{\"text\":\"\u{1f600}\"}".utf8)
    let before = nanoseconds()
    let response = try await transport.send(
      HTTPRequest(.post, server.url("/v1/x"), headers: ["Authorization": "Bearer k"], body: body))
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /v1/x")
    #expect(request.head.contains("\r\nAuthorization: Bearer k"))
    #expect(request.head.contains("\r\nContent-Length: \(body.count)"))
    #expect(!request.head.contains("Expect:"))
    #expect(request.body == body)
    #expect(response.status == 201)
    #expect(response.headers["x-request-id"] == "r-1")
    #expect(response.headers["x-empty"] == "")
    #expect(String(decoding: response.body, as: UTF8.self) == "{\"a\":1}")
    #expect(response.version == .http11)
    #expect(before <= response.sentAt)
    #expect(response.sentAt <= response.firstByteAt)
    #expect(response.firstByteAt <= response.finishedAt)
    #expect(response.finishedAt <= nanoseconds())
  }

  @Test func `a GET has no body and a status of failure is a response`() async throws {
    let server = try LoopbackServer { _, reply in
      reply.send(status: 503, "busy")
      return true
    }
    let response = try await transport.send(HTTPRequest(.get, server.url("/models")))
    #expect(response.status == 503)
    #expect(server.requests.first?.line == "GET /models")
    #expect(server.requests.first?.body == [])
  }

  /// One after another, and a POST after a GET must not inherit from it.
  @Test func `a connection is used again and nothing is left of the request before`() async throws {
    let server = try LoopbackServer { request, reply in
      reply.send(status: 200, "\(request.number)")
      return true
    }
    let url = server.url()
    for number in 1...6 {
      let request =
        number % 2 == 0
        ? HTTPRequest(.get, url)
        : HTTPRequest(.post, url, headers: ["Authorization": "k"], body: [1, 2, 3])
      let response = try await transport.send(request)
      #expect(String(decoding: response.body, as: UTF8.self) == "\(number)")
    }
    let requests = server.requests
    #expect(Set(requests.map(\.connection)) == [1])
    #expect(requests.map(\.body.count) == [3, 0, 3, 0, 3, 0])
    #expect(
      requests.map { $0.head.contains("Authorization") } == [true, false, true, false, true, false])
  }

  /// A server that answers only when all are there shows that they travel at once.
  @Test func `hundreds are in flight at once`() async throws {
    let count = 256
    let gate = Gate(count)
    let server = try LoopbackServer { request, reply in
      gate.arriveAndWait()
      reply.send(status: 200, String(decoding: request.body, as: UTF8.self))
      return true
    }
    let url = server.url()
    let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      for number in 0..<count {
        group.addTask {
          let response = try await transport.send(
            HTTPRequest(.post, url, body: Array("\(number)".utf8)))
          return (number, String(decoding: response.body, as: UTF8.self))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == count)
    #expect(answers.allSatisfy { "\($0.0)" == $0.1 })
  }

  /// The replies before the last one are about the connection, not the answer.
  @Test func `an interim reply is passed over`() async throws {
    let server = try LoopbackServer(
      answering: "HTTP/1.1 103 Early Hints\r\nX-A: 1\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nX-B: 2\r\nContent-Length: 2\r\n\r\nok")
    let response = try await transport.send(HTTPRequest(.get, server.url()))
    #expect(response.status == 200)
    #expect(response.headers["x-a"] == nil)
    #expect(response.headers["x-b"] == "2")
  }

  @Test func `a body in chunks and one that ends with its connection are whole`() async throws {
    let chunked = try LoopbackServer(
      answering:
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n")
    let old = try LoopbackServer(answering: "HTTP/1.0 200 OK\r\n\r\nabcd")
    for (server, version) in [(chunked, HTTPResponse.Version.http11), (old, .http10)] {
      let response = try await transport.send(HTTPRequest(.get, server.url()))
      #expect(response.body == Array("abcd".utf8))
      #expect(response.version == version)
    }
  }

  @Test func `a long body goes out whole`() async throws {
    let server = try LoopbackServer { request, reply in
      reply.send(status: 200, "\(request.body.count)")
      return true
    }
    let body = [UInt8](repeating: 97, count: 3_000_000)
    let response = try await transport.send(HTTPRequest(.post, server.url(), body: body))
    #expect(String(decoding: response.body, as: UTF8.self) == "3000000")
    #expect(server.requests.first?.body == body)
  }

  /// A key must not follow to where a server points.
  @Test func `a redirect is a response`() async throws {
    let other = try LoopbackServer { _, reply in
      reply.send(status: 200, "{}")
      return true
    }
    let server = try LoopbackServer { _, reply in
      reply.send(status: 307, "", headers: ["Location": other.url("/stolen")])
      return true
    }
    let response = try await transport.send(
      HTTPRequest(.post, server.url(), headers: ["Authorization": "k"], body: [1]))
    #expect(response.status == 307)
    #expect(other.requests.isEmpty)
  }

  /// As curl takes it from the environment; here stated, since the environment is everybody's.
  @Test func `a proxy is asked in place of the host`() async throws {
    let proxy = try LoopbackServer { _, reply in
      reply.send(status: 200, "by proxy")
      return true
    }
    var options = CurlOptions()
    options.proxy = proxy.url()
    let response = try await CurlTransport(options).send(
      HTTPRequest(.get, "http://api.example.invalid/v1"))
    #expect(response.body == Array("by proxy".utf8))
    #expect(proxy.requests.first?.line == "GET http://api.example.invalid/v1")
  }
}
