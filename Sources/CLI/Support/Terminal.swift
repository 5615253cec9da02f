internal import Glibc
internal import Query
internal import Synchronization

/// Standard output or standard error, and what a terminal behind it can show.
struct Terminal: Sendable {
  private let descriptor: Int32

  static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
  static let standardError = Terminal(descriptor: STDERR_FILENO)

  /// Whether a person sees it directly.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Colours and width for this output; NO_COLOR and TERM=dumb are respected.
  var style: TextStyle {
    let isDumb = Environment["TERM"] == "dumb"
    let wantsColor = isTerminal && Environment["NO_COLOR", default: ""].isEmpty && !isDumb
    return TextStyle(width: width, color: wantsColor, unicode: Self.hasUnicode)
  }

  /// The error number of the first result that could not be written; 0: all could.
  static var failure: Int32 { firstFailure.load(ordering: .relaxed) }

  private static let firstFailure = Atomic<Int32>(0)

  /// Writes all of a text; what cannot be written of a result is told at the end of the run.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        if descriptor == STDOUT_FILENO { Self.firstFailure.store(errno, ordering: .relaxed) }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }

  // MARK: - Private

  /// nil where nothing limits it.
  private var width: Int? {
    guard isTerminal else { return nil }
    if let columns = Int(Environment["COLUMNS", default: ""]), columns > 0 { return columns }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static var hasUnicode: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { Environment[$0] }
      .first { !$0.isEmpty }
    guard let locale, locale != "C", locale != "POSIX" else { return locale == nil }
    return locale.lowercased().contains("utf")
  }
}

/// The variables of the environment.
enum Environment {
  static subscript(name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  static subscript(name: String, default value: String) -> String { self[name] ?? value }
}
