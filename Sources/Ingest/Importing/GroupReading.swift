internal import Dispatch
internal import Warehouse

/// Reads the files of a group on a thread of its own, ahead of whoever writes them.
///
/// What waits to be written is bounded by its bytes.
final class GroupReading: Sendable {
  /// What comes of a file, in this order: its source, its items, its end.
  enum Delivery: Sendable {
    /// - Parameter content: nil where all of the file must be read to know it.
    case begin(SourceDescription, content: SourceContent?)
    /// - Parameter bytesRead: of the file, so far.
    case items([RecordStream.Item], bytesRead: Int)
    /// What was read, or why the file cannot be imported.
    case end(Result<SourceContent, any Error>)
  }

  let files: [FileSource]
  private let known: KnownSources
  private let digestsFirst: Bool
  private let queue = BoundedQueue<Delivery>(capacity: waitingBytes)

  private static let batchRecords = 256
  private static let batchBytes = 1 << 20
  private static let waitingBytes = 8 << 20
  /// What a delivery without texts weighs, so that no number of small files is read ahead.
  private static let emptyBytes = 4_096

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - known: sources that the store has, which are not read again.
  ///   - digestsFirst: whether to find out what each file holds before its first record is read;
  ///     otherwise only where it may be known or may change unseen, for that is to read it twice.
  init(_ files: [FileSource], known: KnownSources, digestsFirst: Bool) {
    self.files = files
    self.known = known
    self.digestsFirst = digestsFirst
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
      let (source, stamp) = (file.description, file.file.input.stamp)
      let content =
        mustDigestFirst(file, stamp) ? try file.content(fileByteCount: stamp?.byteCount) : nil
      guard put(.begin(source, content: content)) else { return false }
      if let content, known.contains(source.key(of: content)) {
        return put(.end(.success(content)))
      }
      guard let read = try deliver(items: file, fileByteCount: stamp?.byteCount) else {
        return false
      }
      guard try read == content ?? contentNow(file, since: stamp, read) else {
        throw ImportError.changed(path: file.file.path)
      }
      return put(.end(.success(read)))
    } catch {
      return put(.end(.failure(error)))
    }
  }

  private func mustDigestFirst(_ file: FileSource, _ stamp: FileStamp?) -> Bool {
    // Figures are told apart by their source.
    if digestsFirst || file.file.format.kind == .figures { return true }
    guard let stamp else { return true }
    // How much a compressed file holds is not known.
    return file.file.input.isNamedCompressed || known.mayHave(byteCount: stamp.byteCount)
      || stamp.isFresh
  }

  /// What a file holds that may have been touched while it was read; what was appended is for the
  /// next import.
  private func contentNow(
    _ file: FileSource, since stamp: FileStamp?, _ read: SourceContent
  ) throws -> SourceContent {
    let now = file.file.input.stamp
    return now == stamp ? read : try file.content(fileByteCount: stamp?.byteCount)
  }

  /// - Returns: what was read; nil when nobody takes it any more.
  private func deliver(items file: FileSource, fileByteCount: Int?) throws -> SourceContent? {
    let stream = RecordStream(file.file, file.context, fileByteCount: fileByteCount)
    var items: [RecordStream.Item] = []
    var bytes = 0
    let content = try stream.forEach { item, bytesRead in
      items.append(item)
      bytes += item.byteCount
      guard items.count >= Self.batchRecords || bytes >= Self.batchBytes else { return true }
      let isTaken = put(.items(items, bytesRead: bytesRead), bytes)
      (items, bytes) = ([], 0)
      return isTaken
    }
    guard content != nil, put(.items(items, bytesRead: file.file.byteCount), bytes) else {
      return nil
    }
    return content
  }

  private func put(_ delivery: Delivery, _ bytes: Int = 0) -> Bool {
    queue.put(delivery, weight: max(bytes, Self.emptyBytes))
  }
}
