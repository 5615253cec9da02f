import Foundation

/// What is measured: the program itself, the floor, and the peers that are installed.
struct Programs {
  /// Beside this executable.
  private let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()
  /// The private environment of Python that `scripts/bench` makes; nil: there is none.
  private let tools = ProcessInfo.processInfo.environment["SCOREHOUSE_BENCH_TOOLS"]
    .map { URL(filePath: $0).appending(path: "bin") }
  private let peers = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "peers")

  var scorehouse: String { products.appending(path: "scorehouse").path }
  var ledger: String { products.appending(path: "scorehouse-ledger").path }
  var bareLoop: String { products.appending(path: "bare-loop").path }
  var sqliteUtils: String? { tool("sqlite-utils") }

  /// A script of `Benchmarks/peers` as a command; nil without Python.
  func peer(_ script: String) -> [String]? {
    tool("python3").map { [$0, peers.appending(path: script).path] }
  }

  private func tool(_ name: String) -> String? {
    guard let path = tools?.appending(path: name).path,
      FileManager.default.isExecutableFile(atPath: path)
    else { return nil }
    return path
  }
}
