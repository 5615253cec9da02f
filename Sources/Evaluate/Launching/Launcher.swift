internal import Subprocess
internal import SystemPackage
public import Transport

/// Runs a server for a model on this machine for as long as it is needed.
public struct Launcher: Sendable {
  let template: LauncherTemplate
  let folder: ModelFolder
  let name: String
  let gpuCount: Int
  let transport: any HTTPTransport

  /// A launcher; nothing runs yet.
  ///
  /// - Parameters:
  ///   - name: what the model is called in requests.
  ///   - gpuCount: for `{num_gpus}`.
  ///   - transport: asks whether the server is ready.
  public init(
    _ template: LauncherTemplate, _ folder: ModelFolder, name: String, gpuCount: Int = 1,
    transport: any HTTPTransport
  ) {
    self.template = template
    self.folder = folder
    self.name = name
    self.gpuCount = gpuCount
    self.transport = transport
  }

  /// Starts the server, waits until it is ready, and stops it when the body is done, however that ends.
  ///
  /// The server runs below a guard that reads a pipe from this process. When the pipe ends, if only
  /// because this process was killed, the guard stops the server and all that the server has started.
  ///
  /// - Parameter body: uses the endpoint.
  /// - Throws: `LaunchError`, also where the server ends under the body; else what `body` throws.
  public func run<Value: Sendable>(
    _ body: @Sendable (Endpoint) async throws -> Value
  ) async throws -> Value {
    let port = try port()
    let command = try command(port: port)
    let endpoint = try endpoint(port: port)
    let tail = OutputTail()
    var options = PlatformOptions()
    options.createSession = true
    // A task that is cancelled does not get to the end of the pipe below.
    options.teardownSequence = [
      .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(10))
    ]
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: Arguments(["-c", LaunchGuard.script, "guard"] + command),
      platformOptions: options, input: .inputWriter, output: .sequence, error: .combinedWithOutput
    ) { execution in
      async let drained: Void = Self.drain(execution.standardOutput, into: tail)
      let outcome = await self.outcome(endpoint, tail, body)
      try? await execution.standardInputWriter.finish()
      await drained
      return outcome
    }
    switch result.closureResult {
    case .done(let value): return value
    case .failed(let error): throw error
    case .notReady(let lines): throw LaunchError.notReady(template.timeout, lines: lines)
    case .ended(let lines):
      throw LaunchDiagnosis.error(
        status: result.terminationStatus.number, lines: lines, program: command[0], port: port)
    }
  }

  // MARK: - Private

  private enum Outcome<Value: Sendable>: Sendable {
    case done(Value)
    case failed(any Error)
    /// With the lines that the server had written until then.
    case notReady([String])
    /// The server ended by itself.
    case ended([String])
  }

  private func outcome<Value: Sendable>(
    _ endpoint: Endpoint, _ tail: OutputTail, _ body: @Sendable (Endpoint) async throws -> Value
  ) async -> Outcome<Value> {
    do {
      guard try await isReady(endpoint, tail) else {
        return tail.isEnded ? .ended(tail.lines) : .notReady(tail.lines)
      }
      return .done(try await body(endpoint))
    } catch {
      return tail.isEnded ? .ended(tail.lines) : .failed(error)
    }
  }

  /// Asks until the server answers with 200, has ended, or has had its time.
  private func isReady(_ endpoint: Endpoint, _ tail: OutputTail) async throws -> Bool {
    let timeouts = HTTPTimeouts(connect: .seconds(2), idle: .seconds(5), total: .seconds(5))
    let request = HTTPRequest(
      .get, endpoint.url.origin + template.readyPath, timeouts: timeouts)
    let deadline = ContinuousClock.now + template.timeout
    while !tail.isEnded, ContinuousClock.now < deadline {
      if let response = try? await transport.send(request), response.status == 200 { return true }
      try await Task.sleep(for: .milliseconds(200))
    }
    return false
  }

  private static func drain(_ output: SubprocessOutputSequence, into tail: OutputTail) async {
    do {
      for try await line in output.strings(bufferingPolicy: .unbounded) { tail.add(line) }
    } catch {
      tail.add("its output cannot be read: \(error)")
    }
    tail.end()
  }
}

extension TerminationStatus {
  /// The exit status, 128 and the signal's number where one ended it, as shells say it.
  fileprivate var number: Int {
    switch self {
    case .exited(let code): Int(code)
    case .signaled(let signal): 128 + Int(signal)
    }
  }
}
