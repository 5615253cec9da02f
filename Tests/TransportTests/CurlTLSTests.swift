import TestSupport
import Testing
import Transport

/// TLS and HTTP/2, with nginx in front.
@Suite(.temporaryFolder, .ownThreads, .enabled(if: Nginx.isThere))
struct CurlTLSTests {
  private func server() throws -> LoopbackServer {
    try LoopbackServer { request, reply in
      reply.send(status: 200, "\(request.body.count)")
      return true
    }
  }

  @Test func `a certificate that nobody has signed is refused`() async throws {
    let server = try server()
    let nginx = try Nginx(before: server.port, in: .current)
    let transport = try CurlTransport()
    let request = HTTPRequest(
      .post, "https://localhost:\(nginx.securePort)/", headers: ["Authorization": "sk-12345"])
    let error = try await #require(throws: TransportError.self) {
      _ = try await transport.send(request)
    }
    #expect(error.code == .tls)
    #expect(!error.mayHaveBeenSent)
    #expect(!"\(error)".contains("12345"))
    #expect(server.requests.isEmpty)
  }

  @Test func `a certificate for another name is refused`() async throws {
    let server = try server()
    let nginx = try Nginx(before: server.port, in: .current)
    var options = CurlOptions()
    options.certificateFile = nginx.certificate
    let transport = try CurlTransport(options)
    let request = HTTPRequest(.get, "https://127.0.0.1:\(nginx.securePort)/")
    let error = try await #require(throws: TransportError.self) {
      _ = try await transport.send(request)
    }
    #expect(error.code == .tls)
  }

  @Test func `many requests share one connection by HTTP 2`() async throws {
    let server = try server()
    let nginx = try Nginx(before: server.port, in: .current)
    var options = CurlOptions()
    options.certificateFile = nginx.certificate
    let transport = try CurlTransport(options)
    let url = "https://localhost:\(nginx.securePort)/"
    let responses = try await withThrowingTaskGroup(of: HTTPResponse.self) { group in
      for count in 1...50 {
        group.addTask {
          try await transport.send(
            HTTPRequest(.post, url, body: [UInt8](repeating: 97, count: count * 500)))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(responses.map(\.version)) == [.http2])
    let counts = responses.compactMap { Int(String(decoding: $0.body, as: UTF8.self)) }
    #expect(counts.sorted() == (1...50).map { $0 * 500 })
  }
}
