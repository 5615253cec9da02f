internal import Foundation

/// The program as a person runs it: the executable that was built beside the tests.
public struct Program: Sendable {
  /// What a run gave.
  public struct Outcome: Sendable {
    /// The exit status, or the number of the signal that ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    /// The lines of standard error.
    public var errorLines: [Substring] { errors.split(separator: "\n") }

    /// The object that `--json` printed.
    public func json() throws -> [String: Any] {
      let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
      return value as? [String: Any] ?? [:]
    }
  }

  /// Where it is.
  public static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "scorehouse").path

  /// Variables beside those of the tests.
  public var environment: [String: String] = [:]
  /// Where it runs; nil: where the tests do.
  public var folder: String?

  /// The program with the environment of the tests.
  public init() {}

  /// Runs it to its end.
  public func run(_ arguments: [String]) throws -> Outcome {
    try run(arguments, executable: Self.path)
  }

  private func run(_ arguments: [String], executable: String) throws -> Outcome {
    let (process, output, errors) = try start(arguments, executable)
    // Both pipes are read at once, so that neither can fill up and stop the program.
    let errorReader = PipeReader(errors)
    let outputText = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: outputText, errors: errorReader.text())
  }

  /// Runs a line of shell, its arguments from `$0` on.
  public static func shell(_ line: String, _ arguments: [String]) throws -> Outcome {
    try Program().run(["-c", line] + arguments, executable: "/bin/sh")
  }

  /// Starts it, and kills it without warning after a time.
  ///
  /// - Returns: whether it was still running.
  public func runAndKill(_ arguments: [String], after seconds: Double) throws -> Bool {
    let (process, _, _) = try start(arguments, Self.path)
    Thread.sleep(forTimeInterval: seconds)
    let wasRunning = process.isRunning
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return wasRunning
  }

  private func start(
    _ arguments: [String], _ executable: String
  ) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    variables["SCOREHOUSE_STORE"] = nil
    process.environment = variables.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output, errors)
  }
}

/// Reads a pipe on a thread of its own.
// Safe to share: the data is written before the semaphore is signalled, and read after.
private final class PipeReader: @unchecked Sendable {
  private var data = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ pipe: Pipe) {
    let handle = pipe.fileHandleForReading
    DispatchQueue.global().async {
      self.data = handle.readDataToEndOfFile()
      self.done.signal()
    }
  }

  func text() -> String {
    done.wait()
    return String(decoding: data, as: UTF8.self)
  }
}
