internal import Foundation
internal import Synchronization

/// A server on this machine that does what a test says with each request, byte for byte.
public final class LoopbackServer: Sendable {
  /// One request as it came.
  public struct Request: Sendable {
    /// The line of the request and the fields, as they came.
    public let head: String
    /// The body.
    public let body: [UInt8]
    /// The number of its connection, from 1.
    public let connection: Int
    /// Its number on its connection, from 1.
    public let number: Int

    /// Method and path.
    public var line: String {
      head.split(separator: " ").prefix(2).joined(separator: " ")
    }
  }

  /// The other side of a request.
  public struct Reply: Sendable {
    fileprivate let descriptor: Int32

    /// Sends bytes as they are.
    ///
    /// - Returns: whether the other side still takes them.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { bytes in
          unsafe Foundation.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }

    /// Sends a text as it is.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a whole response.
    public func send(status: Int, _ body: String, headers: [String: String] = [:]) {
      let fields = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
      send(
        "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\(fields.joined())\r\n\(body)")
    }

    /// Waits.
    public func pause(_ seconds: Double) { Thread.sleep(forTimeInterval: seconds) }

    /// Waits until the other side has closed the connection, or for a minute.
    public func waitForEnd() {
      var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&ready, 1, 60_000)
    }

    /// Closes the connection so that the other side gets an error rather than an end.
    public func reset() {
      var option = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
  }

  /// What to do with a request.
  ///
  /// - Returns: whether the connection stays open for another one.
  public typealias Handler = @Sendable (Request, Reply) -> Bool

  /// The port at which it listens.
  public let port: UInt16
  private let descriptor: Int32
  private let seen = Mutex<[Request]>([])

  /// Starts to listen at a free port, each connection on a thread of its own.
  ///
  /// - Throws: `POSIXError`.
  public init(_ handler: @escaping Handler) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    port = try Self.listen(descriptor)
    let server = Unowned(self)
    let descriptor = descriptor
    Thread.detachNewThread {
      var connection = 0
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { return }
        connection += 1
        let number = connection
        Thread.detachNewThread {
          Self.serve(client, connection: number, handler) { server.add($0) }
          close(client)
        }
      }
    }
  }

  /// Gives one answer to whatever it is asked, and closes the connection.
  public convenience init(answering text: String) throws {
    try self.init { _, reply in
      reply.send(text)
      return false
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// An address of it.
  public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// The requests so far, in the order in which they came.
  public var requests: [Request] { seen.withLock { $0 } }

  // MARK: - Private

  /// Does not keep the server alive.
  private final class Unowned: Sendable {
    private let server: Mutex<WeakServer>

    init(_ server: LoopbackServer) { self.server = Mutex(WeakServer(server: server)) }

    func add(_ request: Request) {
      server.withLock { $0.server }?.seen.withLock { $0.append(request) }
    }
  }

  private struct WeakServer {
    weak var server: LoopbackServer?
  }

  private static func listen(_ descriptor: Int32) throws -> UInt16 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe bind(descriptor, pointer, size) == 0 && Foundation.listen(descriptor, 512) == 0
          && getsockname(descriptor, pointer, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func serve(
    _ client: Int32, connection: Int, _ handler: Handler, _ note: (Request) -> Void
  ) {
    var input: [UInt8] = []
    for number in 1... {
      guard let (head, body) = read(client, &input) else { return }
      let request = Request(head: head, body: body, connection: connection, number: number)
      note(request)
      guard handler(request, Reply(descriptor: client)) else { return }
    }
  }

  /// The next request; nil at the end of the connection.
  private static func read(_ client: Int32, _ input: inout [UInt8]) -> (String, [UInt8])? {
    while true {
      if let end = input.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: input[..<end.lowerBound], as: UTF8.self)
        let length =
          head.lowercased().firstMatch(of: /content-length: (\d+)/)
          .flatMap { Int($0.1) } ?? 0
        if input.count >= end.upperBound + length {
          let body = Array(input[end.upperBound..<end.upperBound + length])
          input.removeFirst(end.upperBound + length)
          return (head, body)
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = unsafe recv(client, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      input += chunk[..<count]
    }
  }
}
