import Evaluate
import Foundation
import TestSupport
import Testing
import Transport

/// Servers that are started for a model, and stopped whatever happens.
///
/// Python's own server stands for a model's: it answers with the files of a folder.
@Suite(.temporaryFolder, .ownThreads, .enabled(if: ServerProcess.path(of: "python3") != nil))
struct LauncherTests {
  private static let serve = [
    "python3", "-u", "-m", "http.server", "{port}", "--bind", "127.0.0.1", "--directory",
    "{model_path}",
  ]

  private static func model(in folder: TemporaryFolder) throws -> ModelFolder {
    _ = try folder.write(Array("GGUF".utf8), to: "m.gguf")
    _ = try folder.write(Array("ok".utf8), to: "health")
    return try ModelFolder(folder.path)
  }

  private func launcher(
    _ command: [String], _ change: (inout LauncherTemplate) -> Void = { _ in }
  ) throws -> Launcher {
    var template = LauncherTemplate(command: command)
    template.timeout = .seconds(30)
    change(&template)
    return Launcher(
      template, try Self.model(in: .current), name: "m", transport: try CurlTransport())
  }

  private func error(
    _ command: [String], _ change: (inout LauncherTemplate) -> Void = { _ in }
  ) async throws -> LaunchError {
    let launcher = try launcher(command, change)
    return try await #require(throws: LaunchError.self) { try await launcher.run { _ in } }
  }

  @Test func `it is ready when the body runs, and gone afterwards`() async throws {
    let port = try await launcher(Self.serve).run { endpoint in
      #expect(endpoint.url.isLoopback)
      let port = try #require(endpoint.url.port)
      #expect(ServerProcess.listens(UInt16(port)))
      return UInt16(port)
    }
    #expect(!ServerProcess.listens(port))
  }

  @Test func `it is stopped when the body fails or is cancelled`() async throws {
    struct Failure: Error {}
    let seen = Seen()
    let launcher = try launcher(Self.serve)
    await #expect(throws: Failure.self) {
      try await launcher.run { endpoint in
        seen.port = endpoint.url.port
        throw Failure()
      }
    }
    #expect(!ServerProcess.listens(UInt16(try #require(seen.port))))
    let task = Task {
      try await launcher.run { endpoint in
        seen.port = endpoint.url.port
        seen.isRunning = true
        try await Task.sleep(for: .seconds(60))
      }
    }
    while !seen.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    task.cancel()
    _ = await task.result
    #expect(!ServerProcess.listens(UInt16(try #require(seen.port))))
  }

  /// What a server starts is stopped with it, also when its own process is gone already.
  @Test func `its children are stopped too`() async throws {
    let file = try TemporaryFolder.current.file("child")
    let serve = Self.serve.joined(separator: " ")
    let port = try await launcher(["sh", "-c", "sleep 1000 & echo $! > \(file); exec \(serve)"])
      .run { endpoint in endpoint.url.port }
    #expect(port != nil)
    #expect(Self.hasEnded(try Self.process(in: file)))
  }

  /// A program that is killed can clean up nothing; the guard does.
  @Test func `the server ends when this program is killed`() async throws {
    let folder = try TemporaryFolder.current
    _ = try Self.model(in: folder)
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let template = LauncherTemplate(command: [
        "sh", "-c",
        "echo $$ > {model_path}/pid; exec python3 -m http.server {port} "
          + "--bind 127.0.0.1 --directory {model_path}",
      ])
      let launcher = Launcher(
        template, try ModelFolder(path), name: "m", transport: try CurlTransport())
      try await launcher.run { _ in _ = kill(getpid(), SIGKILL) }
    }
    #expect(Self.hasEnded(try Self.process(in: folder.file("pid"))))
  }

  @Test(arguments: [
    ("torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2 GiB", 1, "--num-gpus"),
    (
      "ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory", 1,
      "nvidia-smi"
    ),
    ("terminate called after throwing an instance of 'std::bad_alloc'", 134, "not enough memory"),
    ("OSError: [Errno 98] Address already in use", 1, "is in use by another program"),
    ("ValueError: Can't find 'adapter_config.json' at 'x'", 1, "base model and adapter are whole"),
    ("nothing of note", 7, "ended with status 7 before it was ready: nothing of note"),
  ])
  func `why a server ended is told with what helps`(
    line: String, status: Int, advice: String
  ) async throws {
    let error = try await error(["sh", "-c", "echo \"$0\" >&2; exit $1", line, "\(status)"])
    #expect("\(error)".contains(advice), "\(error)")
  }

  @Test func `a program that is not there, one that is killed, and one that never gets ready`()
    async throws
  {
    #expect(
      try await error(["scorehouse-no-such-program"]) == .noProgram("scorehouse-no-such-program"))
    #expect(try await error(["sh", "-c", "kill -9 $$"]) == .outOfMemory(line: "it was killed"))
    let error = try await error(["sleep", "100"]) { $0.timeout = .milliseconds(300) }
    #expect(error == .notReady(.milliseconds(300), lines: []))
  }

  @Test func `a port that is taken is told before anything starts`() async throws {
    let server = try LoopbackServer(answering: "")
    let error = try await error(["false"]) { $0.port = Int(server.port) }
    #expect(error == .portInUse(Int(server.port)))
  }

  @Test func `a launcher for another kind of model is told`() async throws {
    let error = try await error(["serve", "{base_model}"])
    #expect("\(error)".contains("needs an adapter that names its base model"))
  }

  @Test func `a server that ends under the body is told`() async throws {
    let file = try TemporaryFolder.current.file("server")
    let serve = Self.serve.joined(separator: " ")
    let launcher = try launcher(["sh", "-c", "echo $$ > \(file); exec \(serve)"])
    let error = try await #require(throws: LaunchError.self) {
      try await launcher.run { endpoint in
        let port = UInt16(endpoint.url.port ?? 0)
        kill(try Self.process(in: file), SIGTERM)
        while ServerProcess.listens(port) { try await Task.sleep(for: .milliseconds(20)) }
        try await Task.sleep(for: .milliseconds(300))
        throw CancellationError()
      }
    }
    #expect("\(error)".contains("status 143"), "\(error)")
  }

  // MARK: - Private

  /// What a body tells the test.
  // Safe to share: a lock guards both.
  private final class Seen: @unchecked Sendable {
    private let lock = NSLock()
    private var values: (port: Int?, isRunning: Bool) = (nil, false)
    var port: Int? {
      get { lock.withLock { values.port } }
      set { lock.withLock { values.port = newValue } }
    }
    var isRunning: Bool {
      get { lock.withLock { values.isRunning } }
      set { lock.withLock { values.isRunning = newValue } }
    }
  }

  /// The process whose number is in a file.
  private static func process(in file: String) throws -> pid_t {
    let text = String(decoding: try TemporaryFolder.bytes(of: file), as: UTF8.self)
    return try #require(pid_t(text.filter(\.isNumber)))
  }

  /// Whether a process ends within five seconds; one that waits for its parent to look has ended.
  private static func hasEnded(_ process: pid_t) -> Bool {
    for _ in 0..<100 {
      let line = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      if line.isEmpty || line.contains(") Z ") { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }
}
