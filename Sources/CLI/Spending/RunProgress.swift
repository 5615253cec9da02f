internal import Evaluate
internal import Warehouse

/// Tells how far a run is: a bar on a terminal, else one line a minute.
struct RunProgress {
  private let control: RunControl
  private let isQuiet: Bool
  private let start = Clock.now()

  init(_ control: RunControl, isQuiet: Bool) {
    self.control = control
    self.isQuiet = isQuiet
  }

  /// Shows it until its task is cancelled.
  func show() async {
    guard !isQuiet else { return }
    let terminal = Terminal.standardError
    let interval: Duration = terminal.isTerminal ? .milliseconds(250) : .seconds(60)
    while (try? await Task.sleep(for: interval)) != nil {
      terminal.write((terminal.isTerminal ? "\r\u{1B}[2K" : "") + line)
      if !terminal.isTerminal { terminal.write("\n") }
    }
    if terminal.isTerminal { terminal.write("\r\u{1B}[2K") }
  }

  // MARK: - Private

  private var line: String {
    let tally = control.tally
    let settled = tally.done + tally.failed
    let seconds = max(0.001, Double(Clock.now() - start) / 1e9)
    let rate = Double(settled) / seconds
    let left = max(0, control.planned - settled)
    let rest = rate > 0 ? ", \(Self.duration(Double(left) / rate)) left" : ""
    let failures = tally.failed > 0 ? ", \(tally.failed) failed" : ""
    let retries = tally.retries > 0 ? ", \(tally.retries) sent again" : ""
    let cents = tally.costNanoUSD / 10_000_000
    let money = "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    return "\(settled) of \(control.planned), \(Self.speed(rate))\(rest)\(failures)"
      + "\(retries), \(money) so far"
  }

  /// In the unit that gives it a digit before the point.
  private static func speed(_ aSecond: Double) -> String {
    let isSlow = aSecond < 1
    let tenths = Int(aSecond * (isSlow ? 600 : 10))
    return "\(tenths / 10).\(tenths % 10) a \(isSlow ? "minute" : "second")"
  }

  private static func duration(_ seconds: Double) -> String {
    switch Int(seconds) {
    case let seconds where seconds < 120: "\(seconds) s"
    case let seconds where seconds < 7_200: "\(seconds / 60) min"
    case let seconds: "\(seconds / 3_600) h"
    }
  }
}
