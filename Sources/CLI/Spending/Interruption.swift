internal import Dispatch
internal import Evaluate
internal import Glibc
internal import Synchronization

/// Ctrl-C while a run spends: the first ends it in order, the second at once.
final class Interruption: Sendable {
  private let numbers: [Int32]
  private let sources: Mutex<[any DispatchSourceSignal]>

  /// How long calls that are under way may take to end, in seconds.
  static let graceSeconds = 60

  init(_ control: RunControl, isQuiet: Bool) {
    // A terminal that is closed asks too, but not under nohup, where nobody is to hear of it.
    numbers = [SIGINT, SIGTERM, SIGHUP].filter { number in
      var before = sigaction()
      unsafe sigaction(number, nil, &before)
      let isIgnored = unsafe unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1
      guard number != SIGHUP || !isIgnored else { return false }
      signal(number, SIG_IGN)
      return true
    }
    let count = Mutex(0)
    let asked = SharedCount(count)
    let sources = numbers.map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if asked.next() > 1 { return control.cancel() }
        control.interrupt()
        if !isQuiet {
          Terminal.standardError.write(
            "\nstopping: what is under way may finish, for \(Self.graceSeconds) seconds at most; "
              + "again ends it at once\n")
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(Self.graceSeconds)) {
          control.cancel()
        }
      }
      source.resume()
      return source
    }
    self.sources = Mutex(sources)
  }

  /// Signals do again what they always do.
  func end() {
    sources.withLock { sources in
      for source in sources { source.cancel() }
      sources = []
    }
    for number in numbers { signal(number, SIG_DFL) }
  }

  /// How often it was asked.
  private final class SharedCount: Sendable {
    private let count: Mutex<Int>

    init(_ count: consuming Mutex<Int>) {
      self.count = count
    }

    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }
}
