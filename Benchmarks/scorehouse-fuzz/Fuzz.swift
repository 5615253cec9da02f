import Foundation
import Fuzzing

/// Imports mutated files of results: `scorehouse-fuzz [COUNT] [--seed S] [--only N] [--jobs J]
/// [--data FOLDER]…`.
///
/// Cases run in processes of their own, so that one that crashes or hangs is told like any other.
@main
struct Fuzz {
  static func main() async throws {
    var options = try Options(Array(CommandLine.arguments.dropFirst()))
    if options.folders.isEmpty { throw Failure(description: "no --data FOLDER") }
    if let worker = options.worker {
      return try await Worker(options: options, status: worker.status).run(from: worker.first)
    }
    if let only = options.only {
      options.count = only + 1
      options.jobs = 1
    }
    let failures = try Supervisor(options: options).run()
    exit(failures == 0 ? 0 : 2)
  }
}

/// Why the program cannot begin.
struct Failure: Error, CustomStringConvertible {
  let description: String
}

/// What to run.
struct Options {
  var count = 100_000
  var seed: UInt64 = 1
  var only: Int?
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  var folders: [String] = []
  var worker: (first: Int, status: String)?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func number<T: FixedWidthInteger>(_ name: String) throws -> T {
      guard let value = rest.popFirst().flatMap({ T($0) }), value >= 0 else {
        throw Failure(description: "\(name) needs a number")
      }
      return value
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--seed": seed = try number(argument)
      case "--only": only = try number(argument)
      case "--jobs": jobs = max(1, try number(argument))
      case "--data": folders.append(rest.popFirst() ?? "")
      case "--worker": worker = (try number(argument), rest.popFirst() ?? "")
      default:
        guard let value = Int(argument), value > 0 else {
          throw Failure(description: "unknown argument '\(argument)'")
        }
        count = value
      }
    }
  }

  /// Where cases keep their files: in memory where that is possible.
  static var scratch: String {
    let memory = "/dev/shm"
    return FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
  }
}
