internal import Glibc
internal import Warehouse

/// The file that `--output` names.
///
/// A new file is written beside the place and takes it when it is whole, so that a full disk or a
/// killed process leaves what was there before, never half a report.
struct ReportFile {
  let path: String

  /// Finds out whether a report can be written, as far as that can be told without doing it.
  func check() throws {
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    let isPlain = !isThere || status.st_mode & S_IFMT == S_IFREG
    errno = EISDIR
    if isThere, status.st_mode & S_IFMT == S_IFDIR { throw failure() }
    if isThere, isPlain { try refuseDatabase() }
    // A new file is written beside the place, and takes it when it is whole.
    let place = isPlain ? folder(of: isThere ? realPath : path) : path
    guard unsafe access(place, isPlain ? W_OK | X_OK : W_OK) == 0 else { throw failure() }
  }

  /// Writes the whole of a report.
  func write(_ text: String) throws {
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      // A device or a pipe has no place to take; a folder is refused by the system.
      return try write(text, to: path, flags: O_WRONLY, mode: 0)
    }
    if isThere { try refuseDatabase() }
    // Behind a link the file that it points to is replaced, with its permissions.
    let target = isThere ? realPath : path
    let temporary = "\(target).\(getpid()).part"
    // One that a killed process with the same number left is in the way.
    unsafe unlink(temporary)
    do {
      try write(
        text, to: temporary, flags: O_WRONLY | O_CREAT | O_EXCL,
        mode: isThere ? status.st_mode & 0o777 : 0o666, isDurable: true)
      if isThere { unsafe chmod(temporary, status.st_mode & 0o777) }
      guard unsafe rename(temporary, target) == 0 else { throw failure() }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  // MARK: - Private

  /// A name that was mistaken must not cost a store, this one or another; of a plain file only, since
  /// what is read of others is taken from whoever waits for it.
  private func refuseDatabase() throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let mark = Array("SQLite format 3\0".utf8)
    var bytes = [UInt8](repeating: 0, count: mark.count)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    guard count == mark.count, bytes == mark else { return }
    throw ReportFileError(path: path, reason: "it is a database; name another file")
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private var realPath: String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private func write(
    _ text: String, to place: String, flags: Int32, mode: mode_t, isDurable: Bool = false
  ) throws {
    let descriptor = unsafe open(place, flags | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure() }
      bytes = bytes.dropFirst(written)
    }
    // Some file systems tell a full disk only here.
    if isDurable, fsync(descriptor) != 0 { throw failure() }
  }

  private func failure() -> ReportFileError {
    ReportFileError(path: path, reason: unsafe String(cString: strerror(errno)))
  }
}

/// Why a report could not be written to its file.
struct ReportFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "\(path): the report cannot be written: \(reason)" }
}
