import Foundation

/// A command measured as a whole process.
struct Measured {
  let seconds: Double
  let peakMebibytes: Double

  /// Runs the command with its output thrown away.
  static func run(_ program: String, _ arguments: [String]) throws -> Measured {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    let start = ContinuousClock.now
    try process.run()
    var peak = 0.0
    while process.isRunning {
      peak = max(peak, highWaterMark(of: process.processIdentifier))
      Thread.sleep(forTimeInterval: 0.002)
    }
    let elapsed = ContinuousClock.now - start
    guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    let seconds =
      Double(elapsed.components.seconds)
      + Double(elapsed.components.attoseconds) / 1e18
    return Measured(seconds: seconds, peakMebibytes: peak)
  }

  /// The median of several runs by time.
  static func median(of runs: Int, _ program: String, _ arguments: [String]) throws -> Measured {
    let measured = try (0..<runs).map { _ in try run(program, arguments) }
    return measured.sorted { $0.seconds < $1.seconds }[runs / 2]
  }

  struct Failure: Error {
    let arguments: [String]
  }

  /// The most memory a process has had at once so far, as Linux counts it.
  private static func highWaterMark(of id: Int32) -> Double {
    let status = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Double($0.filter(\.isNumber)) }.map { $0 / 1_024 } ?? 0
  }
}
