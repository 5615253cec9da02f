internal import Foundation

/// A program that serves while a test runs; it ends with this object.
///
/// It is safe to share: the process is started once, and its own methods may be called from any thread.
public final class ServerProcess: @unchecked Sendable {
  private let process = Process()
  private let output: FileHandle

  /// Where a program is; nil where it is not installed.
  public static func path(of program: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return (folders.map(String.init) + ["/usr/sbin", "/usr/bin"]).map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A port of this machine at which nobody listens, below those that the system gives away.
  public static func freePort() throws -> UInt16 {
    var port = UInt16.random(in: 20_000..<32_768)
    while listens(port) { port = UInt16.random(in: 20_000..<32_768) }
    return port
  }

  /// Starts it, and waits until something listens at its port.
  ///
  /// - Parameters:
  ///   - program: its path.
  ///   - log: the file for what it writes.
  ///   - seconds: how long it may take.
  /// - Throws: an error with the log, where it ends or does not listen.
  public init(
    _ program: String, _ arguments: [String], port: UInt16, log: String,
    environment: [String: String] = [:], seconds: Double = 30
  ) throws {
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    output = try FileHandle(forWritingTo: URL(filePath: log))
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let limit = Date(timeIntervalSinceNow: seconds)
    while !Self.listens(port) {
      guard process.isRunning, Date() < limit else {
        end()
        throw Failure(
          program: program, log: (try? String(contentsOfFile: log, encoding: .utf8)) ?? "")
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }

  deinit { end() }

  /// What `init` throws.
  struct Failure: Error, CustomStringConvertible {
    let program: String
    let log: String

    var description: String { "\(program) does not serve: \(log)" }
  }

  /// Whether something takes connections at a port of this machine.
  public static func listens(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private func end() {
    guard process.isRunning else { return }
    // A gentler signal may be blocked: the program inherits what the thread of the test blocks.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
