internal import Glibc
internal import Synchronization

/// Who works on a run: a process of a machine, named so that another process of the same machine can
/// tell whether it is still there.
///
/// Several of one process have a name each: what one of them holds is not another's.
struct WorkerName: Sendable, Hashable, CustomStringConvertible {
  private let host: String
  private let process: Int32
  // A number that was given to another process since begins another life.
  private let startedAt: String
  private let number: Int

  /// Another worker of this process.
  static func next() -> WorkerName {
    WorkerName(
      host: hostName, process: getpid(), startedAt: start(of: getpid()) ?? "",
      number: count.add(1, ordering: .relaxed).newValue)
  }

  /// As it stands in the ledger.
  var description: String {
    "\(host)/\(process)/\(startedAt)" + (number == 1 ? "" : "/\(number)")
  }

  /// Whether a worker is known to be gone; of another machine's that is never known here.
  static func isGone(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == hostName, let process = Int32(parts[1]) else {
      return false
    }
    return start(of: process) != String(parts[2])
  }

  // MARK: - Private

  private static let count = Atomic(0)

  private static let hostName: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      .replacing("/", with: "-")
  }()

  /// When a process began, in ticks since the machine was started; nil: there is no such process.
  ///
  /// Source: proc(5), field 22 of `/proc/PID/stat`; the name before may hold spaces, and ends with
  /// the last parenthesis.
  private static func start(of process: Int32) -> String? {
    guard let file = unsafe fopen("/proc/\(process)/stat", "r") else { return nil }
    defer { unsafe fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 1_024)
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    let text = String(decoding: buffer.prefix(count), as: UTF8.self)
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[name...].split(separator: " ")
    // Field 2 is the first of these.
    return fields.count > 20 ? String(fields[20]) : nil
  }
}
