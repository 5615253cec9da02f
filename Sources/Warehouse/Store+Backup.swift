internal import Glibc
internal import Storage

extension Store {
  /// Writes a consistent copy to a new file, while others go on reading and writing, and checks it.
  ///
  /// - Parameters:
  ///   - path: never a file that is there. It gets its name when the copy is whole; a copy that
  ///     fails leaves nothing behind.
  ///   - progress: called with what is done, of how much: bytes of a file, records of a server.
  /// - Throws: one line for a person: the file exists, its folder does not, the disk is full, the
  ///   store is damaged.
  public func backup(
    to path: String,
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    switch database.url {
    case .sqlite: try await database.read { try $0.backup(to: path, progress: progress) }
    case .postgres: try await copyToFile(path, progress)
    }
  }

  // MARK: - Private

  /// What a server holds, in a file: filled under another name and then backed up as a file is.
  private func copyToFile(
    _ path: String, _ progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
  ) async throws {
    // Found out before the work, not behind it.
    guard unsafe access(path, F_OK) != 0 else {
      throw StorageError(.occupied, "", location: path)
    }
    let draft = "\(path).filling-\(getpid())"
    defer { for ending in ["", "-wal", "-shm"] { unsafe unlink(draft + ending) } }
    let file = try await Store.open(StoreURL("sqlite:\(draft)"), access: .create)
    let summary = try await copy(to: file, progress: progress)
    guard summary.digests.allSatisfy({ $0.from == $0.to }) else {
      throw StorageError(.corrupt, "the copy holds other rows than the store", location: path)
    }
    try await file.backup(to: path)
  }
}
