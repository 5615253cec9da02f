import Foundation

/// Starts the workers, ends one that hangs, starts one anew behind a case that crashed it.
final class Supervisor {
  private let options: Options
  private var failures = 0
  /// How long a case may take: the slowest takes a second or two.
  private static let hangSeconds = 60.0

  init(options: Options) {
    self.options = options
  }

  private final class Run {
    let process: Process
    let output: String
    let status: String
    var number = -1
    var since = Date()

    init(_ process: Process, output: String, status: String) {
      self.process = process
      self.output = output
      self.status = status
    }
  }

  /// - Returns: how many failures there were.
  func run() throws -> Int {
    let start = Date()
    let folder = Options.scratch + "/scorehouse-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let firsts = options.only.map { [$0] } ?? Array(0..<min(options.jobs, options.count))
    var runs = try firsts.map { try begin(at: $0, in: folder) }
    var lastTold = start
    while !runs.isEmpty {
      Thread.sleep(forTimeInterval: 0.1)
      var next: [Run] = []
      for run in runs {
        look(at: run)
        if run.process.isRunning {
          next.append(run)
        } else if let behind = try ended(run) {
          next.append(try begin(at: behind, in: folder))
        }
      }
      runs = next
      if Date().timeIntervalSince(lastTold) > 60 {
        lastTold = Date()
        say("at case \(runs.map(\.number).max() ?? 0) of \(options.count), \(failures) failures")
      }
    }
    let seconds = Date().timeIntervalSince(start)
    let count = options.only == nil ? options.count : 1
    say(
      "seed \(options.seed): \(count) cases, \(failures) failures, "
        + String(format: "%.0f s, %.0f cases a second", seconds, Double(count) / seconds))
    return failures
  }

  // MARK: - Private

  private func begin(at first: Int, in folder: String) throws -> Run {
    let name = folder + "/\(first)"
    for ending in [".status", ".output"] {
      try Data().write(to: URL(filePath: name + ending))
    }
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      ["\(options.count)", "--seed", "\(options.seed)", "--jobs", "\(options.jobs)"]
      + options.folders.flatMap { ["--data", $0] }
      + (options.only.map { ["--only", "\($0)"] } ?? [])
      + ["--worker", "\(first)", name + ".status"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: name + ".output"))
    try process.run()
    return Run(process, output: name + ".output", status: name + ".status")
  }

  private func look(at run: Run) {
    let text = try? String(contentsOfFile: run.status, encoding: .utf8)
    let number = text.flatMap { Int($0.drop { $0 == " " }) } ?? run.number
    if number != run.number {
      run.number = number
      run.since = Date()
    } else if Date().timeIntervalSince(run.since) > Self.hangSeconds {
      fail(run.number, "it took more than \(Int(Self.hangSeconds)) s")
      kill(run.process.processIdentifier, SIGKILL)
      run.process.waitUntilExit()
    }
  }

  /// Tells what a worker found; returns where to go on where it did not come to its end.
  private func ended(_ run: Run) throws -> Int? {
    look(at: run)
    let lines = try String(contentsOfFile: run.output, encoding: .utf8).split(separator: "\n")
    for line in lines {
      failures += 1
      say("\(line)")
      if let number = line.split(separator: " ").dropFirst().first?.dropLast() {
        say("  scripts/fuzz --seed \(options.seed) --only \(number)")
      }
    }
    let signal = run.process.terminationReason == .uncaughtSignal
    guard signal || run.process.terminationStatus != 0 else { return nil }
    guard run.number >= 0 else { throw Failure(description: "a worker could not begin") }
    if run.process.terminationStatus != SIGKILL {
      fail(run.number, "it ended the process with \(run.process.terminationStatus)")
    }
    let next = run.number + options.jobs
    return options.only == nil && next < options.count ? next : nil
  }

  private func fail(_ number: Int, _ what: String) {
    failures += 1
    say("case \(number): \(what)\n  scripts/fuzz --seed \(options.seed) --only \(number)")
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}
