internal import Synchronization
internal import Warehouse

/// A bar on standard error that shows how far long work is; nothing where nobody looks.
final class ProgressBar: Sendable {
  /// What is counted.
  enum Unit {
    case bytes
    case steps
  }

  private let label: String
  private let unit: Unit
  private let isShown: Bool
  private let lastDrawn = Mutex<(at: Int64, tenths: Int)>((0, -1))

  private static let cells = 30
  private static let nanosecondsBetweenFrames: Int64 = 50_000_000

  init(label: String, unit: Unit = .bytes, isWanted: Bool) {
    self.label = label
    self.unit = unit
    isShown = isWanted && Terminal.standardError.isTerminal
  }

  /// Draws the bar, at most twenty times a second.
  func show(done: Int, total: Int) {
    guard isShown, total > 0 else { return }
    let now = Clock.now()
    let isDue = lastDrawn.withLock { last in
      guard now - last.at >= Self.nanosecondsBetweenFrames else { return false }
      last.at = now
      return true
    }
    guard isDue else { return }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * Double(Self.cells))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: Self.cells - filled)
    let counts =
      switch unit {
      case .bytes: "\(done >> 20) of \(total >> 20) MiB"
      case .steps: "\(done) of \(total)"
      }
    Terminal.standardError.write("\r\u{1B}[2K\(label) \(bar) \(Int(share * 100)) %  \(counts)")
  }

  /// Takes the bar away.
  func finish() {
    if isShown { Terminal.standardError.write("\r\u{1B}[2K") }
  }
}
