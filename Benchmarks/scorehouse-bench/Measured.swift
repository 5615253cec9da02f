import Foundation

/// A command measured as a whole process.
struct Measured {
  let seconds: Double
  /// Of processor time, in the program and in the system for it.
  let cpuSeconds: Double
  let peakMebibytes: Double

  /// Runs the command with its output thrown away.
  static func run(_ program: String, _ arguments: [String]) throws -> Measured {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let cpuBefore = childrenSeconds()
    let start = ContinuousClock.now
    try process.run()
    var peak = 0.0
    while process.isRunning {
      peak = max(peak, highWaterMark(of: process.processIdentifier))
      Thread.sleep(forTimeInterval: 0.002)
    }
    let elapsed = ContinuousClock.now - start
    guard process.terminationStatus == 0 else {
      throw Failure(command: ([program] + arguments).joined(separator: " "))
    }
    let seconds =
      Double(elapsed.components.seconds)
      + Double(elapsed.components.attoseconds) / 1e18
    return Measured(
      seconds: seconds, cpuSeconds: childrenSeconds() - cpuBefore, peakMebibytes: peak)
  }

  /// The median of several runs by time.
  ///
  /// - Parameter prepare: runs before each, unmeasured.
  static func median(
    of runs: Int, _ program: String, _ arguments: [String], prepare: () throws -> Void = {}
  ) throws -> Measured {
    let measured = try (0..<runs).map { _ in
      try prepare()
      return try run(program, arguments)
    }
    return measured.sorted { $0.seconds < $1.seconds }[runs / 2]
  }

  struct Failure: Error {
    let command: String
  }

  /// The processor time of all commands that have ended.
  private static func childrenSeconds() -> Double {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
  }

  /// The most memory a process has had at once so far, as Linux counts it.
  private static func highWaterMark(of id: Int32) -> Double {
    let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1_024 } ?? 0
  }
}

/// One line of what was measured.
func line(_ name: String, _ measured: Measured, _ note: String = "") {
  let padded = name.padding(toLength: 34, withPad: " ", startingAt: 0)
  print(
    padded
      + String(
        format: "%8.3f s  %7.2f s of CPU  %6.0f MiB peak  ", measured.seconds,
        measured.cpuSeconds, measured.peakMebibytes) + note)
}
