internal import Glibc

/// Which file stands at a path, so that another that takes its place is told apart.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let node: UInt64

  /// nil where there is nothing that can be looked at.
  init?(_ path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
  }
}
