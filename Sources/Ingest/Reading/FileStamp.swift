import Glibc

/// What the system says of a file at one moment, to tell whether it was touched since.
package struct FileStamp: Sendable, Equatable {
  /// The bytes on disk.
  package let byteCount: Int
  private var device: UInt = 0
  private var inode: UInt = 0
  /// When the content and when anything at all was changed, in nanoseconds since 1970.
  private var times: [Int64] = []

  /// How far two changes may lie apart that the system gives one time: a file's clock goes in steps
  /// of 1 to 10 ms.
  private static let stepNanoseconds: Int64 = 20_000_000

  /// Something that nobody can touch.
  init(byteCount: Int) {
    self.byteCount = byteCount
  }

  init(_ status: stat) {
    byteCount = Int(status.st_size)
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    times = [status.st_mtim, status.st_ctim].map(Self.nanoseconds)
  }

  /// Whether another change might be given the same time as the last one.
  var isFresh: Bool {
    guard let newest = times.max() else { return false }
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Self.nanoseconds(now) - newest < Self.stepNanoseconds
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
