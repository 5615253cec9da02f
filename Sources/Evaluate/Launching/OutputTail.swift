internal import Synchronization

/// The last lines that a server wrote.
final class OutputTail: Sendable {
  private static let maximumLines = 200
  private static let maximumLength = 500
  private let kept = Mutex<[String]>([])
  private let hasEnded = Atomic(false)

  /// Whether the server has closed its output, which it does by ending.
  var isEnded: Bool { hasEnded.load(ordering: .acquiring) }

  /// Takes note of the end.
  func end() { hasEnded.store(true, ordering: .releasing) }

  /// Keeps a line, and forgets the oldest one where there are too many.
  func add(_ line: String) {
    kept.withLock { lines in
      lines.append(String(line.prefix(Self.maximumLength)))
      if lines.count > Self.maximumLines { lines.removeFirst() }
    }
  }

  /// The lines that are not empty, the oldest first.
  var lines: [String] {
    kept.withLock { $0 }.filter { !$0.allSatisfy(\.isWhitespace) }
  }
}
