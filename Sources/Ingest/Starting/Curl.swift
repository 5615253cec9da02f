internal import Glibc
internal import SystemPackage

/// The system's program curl: brings three small files, once in the life of a store.
enum Curl {
  private static let seconds = 120
  private static let maximumBytes = 16 << 20

  /// Downloads a file.
  ///
  /// - Throws: `StarterError`, with what curl says.
  static func download(_ url: String, to path: String) throws {
    let (status, errors) = try run([
      "--fail", "--silent", "--show-error", "--location", "--proto", "=https,http,file",
      "--proto-redir", "=https", "--connect-timeout", "20", "--max-time", "\(seconds)",
      "--max-filesize", "\(maximumBytes)", "--output", path, "--url", url,
    ])
    guard status != 0 else { return }
    let line = errors.split(separator: "\n").last { $0.hasPrefix("curl: (") }
    let reason = line.map { String($0.drop { $0 != ")" }.dropFirst(2)) }
    throw StarterError.failed(url: url, reason: reason ?? "curl ended with status \(status)")
  }

  // MARK: - Private

  /// - Returns: the exit status, and what it wrote to standard error.
  private static func run(_ arguments: [String]) throws -> (status: Int32, errors: String) {
    let pipe: (readEnd: FileDescriptor, writeEnd: FileDescriptor)
    do {
      pipe = try FileDescriptor.pipe()
    } catch {
      throw StarterError.noCurl(reason: "\(error)")
    }
    defer { try? pipe.readEnd.close() }
    let process: pid_t
    do {
      defer { try? pipe.writeEnd.close() }
      process = try start(arguments, errors: pipe.writeEnd, closing: pipe.readEnd)
    }
    let errors = readAll(pipe.readEnd)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    let hasExited = status & 0x7F == 0
    return (hasExited ? status >> 8 & 0xFF : status & 0x7F, errors)
  }

  private static func start(
    _ arguments: [String], errors: FileDescriptor, closing other: FileDescriptor
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors.rawValue, STDERR_FILENO)
    unsafe posix_spawn_file_actions_addclose(&actions, errors.rawValue)
    unsafe posix_spawn_file_actions_addclose(&actions, other.rawValue)
    var words = unsafe (["curl"] + arguments).map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(&process, "curl", &actions, nil, &words, environ)
    guard code == 0 else { throw StarterError.noCurl(reason: "\(Errno(rawValue: code))") }
    return process
  }

  private static func readAll(_ descriptor: FileDescriptor) -> String {
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while let count = try? unsafe chunk.withUnsafeMutableBytes({
      try unsafe descriptor.read(into: $0)
    }), count > 0 {
      text += chunk[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
