internal import Dispatch
internal import Warehouse

/// Reads the files of a group on a thread of its own, ahead of whoever writes them.
///
/// What waits to be written is bounded by its bytes.
final class GroupReading: Sendable {
  /// What comes of a file, in this order: its source, its items, its end.
  enum Delivery: Sendable {
    case begin(SourceDescription)
    /// - Parameter bytesRead: of the file, so far.
    case items([RecordStream.Item], bytesRead: Int)
    /// Why the file cannot be imported; nil: it was read whole.
    case end((any Error)?)
  }

  let files: [FileSource]
  private let known: Set<Key>
  private let queue = BoundedQueue<Delivery>(capacity: waitingBytes)

  private static let batchRecords = 256
  private static let batchBytes = 1 << 20
  private static let waitingBytes = 8 << 20
  /// What a delivery without texts weighs, so that no number of small files is read ahead.
  private static let emptyBytes = 4_096

  /// Begins to read.
  ///
  /// - Parameter known: keys of sources that the store has, which are not read again.
  init(_ files: [FileSource], known: Set<Key>) {
    self.files = files
    self.known = known
    // On a thread of its own: the shared ones are as many as the machine has cores, and readers that
    // wait for room would keep the writer from getting one.
    DispatchQueue(label: "scorehouse.reading").async { [self] in
      for file in files {
        guard deliver(file) else { break }
      }
      queue.close()
    }
  }

  /// The next of what was read; waits for it.
  ///
  /// nil: there is no more.
  func next() -> Delivery? { queue.take() }

  /// Ends the reading, which may be waiting for room.
  func stop() { queue.close() }

  // MARK: - Private

  /// - Returns: false when nobody takes what is read any more.
  private func deliver(_ file: FileSource) -> Bool {
    do {
      let (digest, byteCount) = try file.contentDigest()
      let source = file.description(digest: digest, byteCount: byteCount)
      guard put(.begin(source)) else { return false }
      if !known.contains(source.key) {
        guard try deliver(items: file, digest: digest, byteCount) else { return false }
      }
      return put(.end(nil))
    } catch {
      return put(.end(error))
    }
  }

  /// Reads as many bytes as the digest is of; what was appended since is for the next import.
  private func deliver(items file: FileSource, digest: Key, _ byteCount: Int) throws -> Bool {
    let stream = RecordStream(file.file, file.context, maximumByteCount: byteCount)
    var items: [RecordStream.Item] = []
    var bytes = 0
    var isTaken = true
    let again = try stream.forEach { item, bytesRead in
      items.append(item)
      bytes += item.byteCount
      guard items.count >= Self.batchRecords || bytes >= Self.batchBytes else { return true }
      isTaken = put(.items(items, bytesRead: bytesRead), bytes)
      (items, bytes) = ([], 0)
      return isTaken
    }
    guard isTaken, put(.items(items, bytesRead: file.file.byteCount), bytes) else { return false }
    guard try file.key(again) == digest else { throw ImportError.changed(path: file.file.path) }
    return true
  }

  private func put(_ delivery: Delivery, _ bytes: Int = 0) -> Bool {
    queue.put(delivery, weight: max(bytes, Self.emptyBytes))
  }
}
