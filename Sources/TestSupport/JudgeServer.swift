internal import Foundation
internal import Synchronization

/// A server that answers like a model: the text is what a test makes of the request.
public final class JudgeServer: Sendable {
  /// The server below.
  public let server: LoopbackServer

  /// What is sent back for a request.
  public enum Answer: Sendable {
    /// A completion.
    case text(String, model: String = "m-1", finish: String = "stop")
    /// A failure.
    case status(Int, String, headers: [String: String] = [:])
    /// The connection ends without a word.
    case lost
    /// It ends in the middle of the body that was promised.
    case cut
  }

  /// Starts to answer.
  ///
  /// - Parameter answer: told the body of the request, and its number from 1.
  public init(_ answer: @escaping @Sendable (_ body: String, _ number: Int) -> Answer) throws {
    let count = Count()
    server = try LoopbackServer { request, reply in
      let body = String(decoding: request.body, as: UTF8.self)
      switch answer(body, count.next()) {
      case .text(let text, let model, let finish):
        let quoted = String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
        reply.send(
          status: 200,
          """
          {"id":"r","model":"\(model)","choices":[{"index":0,"finish_reason":"\(finish)",\
          "message":{"role":"assistant","content":\(quoted)}}],\
          "usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}
          """)
      case .status(let status, let body, let headers):
        reply.send(status: status, body, headers: headers)
      case .lost: return false
      case .cut:
        reply.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[")
        return false
      }
      return true
    }
  }

  /// What stands before `/chat/completions`.
  public var endpoint: String { server.url("/v1") }
  /// How many requests came.
  public var requests: Int { server.requests.count }

  private final class Count: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }
}
