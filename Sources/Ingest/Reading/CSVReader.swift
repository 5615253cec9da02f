/// Reads the records of a CSV file in bounded memory.
///
/// Lines end with LF or CR LF; quoted fields may hold delimiters, line ends and doubled quotes.
/// A byte-order mark and empty lines are skipped. A quote inside a field that does not start with
/// one, and a CR without LF, are text. Records may differ in their number of fields.
///
/// Source: RFC 4180.
package struct CSVReader: ~Copyable {
  /// The longest record, in bytes, unless another limit is given: 16 MiB.
  package static let defaultMaximumRecordBytes = 16 << 20

  private var buffer: InputBuffer
  private let delimiter: UInt8
  private let maximumRecordBytes: Int
  private var line = 0
  /// Where the record at hand begins in the file, in bytes; also of one that cannot be read.
  package private(set) var recordByteOffset = 0
  /// The bytes of the record at hand as they stand in the file, with its line end.
  package private(set) var recordByteCount = 0
  /// The first `OversizedLine.prefixByteCount` of them.
  package private(set) var recordPrefix: [UInt8] = []

  /// Reads a source from where it stands, normally its start.
  ///
  /// - Parameters:
  ///   - source: the file; nothing is read before the first record is asked for.
  ///   - delimiter: what stands between two fields.
  ///   - maximumRecordBytes: longer records are errors.
  ///   - chunkByteCount: bytes to read at once; small for tests.
  package init(
    _ source: consuming ByteSource,
    delimiter: CSVDelimiter = .comma,
    maximumRecordBytes: Int = CSVReader.defaultMaximumRecordBytes,
    chunkByteCount: Int = LineReader.defaultChunkByteCount
  ) {
    buffer = InputBuffer(source, chunkByteCount: chunkByteCount)
    self.delimiter = delimiter.rawValue
    self.maximumRecordBytes = maximumRecordBytes
  }

  /// Bytes of content read so far, which is ahead of the records delivered.
  package var bytesRead: Int { buffer.source.bytesRead }

  /// Bytes of the file read so far, compressed or not.
  package var fileBytesRead: Int { buffer.source.fileBytesRead }

  /// Whether the content read so far ends with a line end, or there is none.
  package var endsWithLineEnd: Bool { [nil, 0x0A].contains(buffer.source.lastByte) }

  /// SHA-256 of every byte of the file, 32 bytes; reads on to the end of the file.
  ///
  /// - Throws: `ReadError` when the system refuses. Records not yet delivered are lost.
  package mutating func finishDigest() throws(ReadError) -> [UInt8] {
    repeat { buffer.consume(buffer.count) } while try buffer.fill()
    return buffer.source.digest()
  }

  /// Reads the next record.
  ///
  /// - Returns: the record, or nil at the end of the file.
  /// - Throws: `CSVError`. Unless it is `unreadable`, the next call goes on behind the bad record:
  ///   after text that follows a closing quote, on the next line.
  package mutating func next() throws(CSVError) -> CSVRecord? {
    let draft: CSVDraft?
    do {
      draft = try nextDraft()
    } catch {
      throw .unreadable(error)
    }
    return try draft?.finished()
  }

  // MARK: - Private

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private mutating func nextDraft() throws(ReadError) -> CSVDraft? {
    if line == 0 {
      try buffer.skipByteOrderMark()
      line = 1
    }
    while try takeLineEnd() {}
    guard try byte(at: 0) != nil else { return nil }
    (recordByteOffset, recordByteCount) = (buffer.byteOffset, 0)
    recordPrefix.removeAll(keepingCapacity: true)
    var draft = CSVDraft(line: line, maximumBytes: maximumRecordBytes)
    while try readField(into: &draft) {}
    return draft
  }

  /// - Returns: whether another field of the same record follows.
  private mutating func readField(into draft: inout CSVDraft) throws(ReadError) -> Bool {
    if try byte(at: 0) == CSVReader.quote {
      try readQuoted(into: &draft)
    } else {
      try readPlain(into: &draft)
    }
    draft.endField()
    if try byte(at: 0) == delimiter {
      consume(1)
      return true
    }
    _ = try takeLineEnd()
    return false
  }

  private mutating func readPlain(into draft: inout CSVDraft) throws(ReadError) {
    while try byte(at: 0) != nil {
      let (delimiter, lineFeed, carriageReturn) = (
        delimiter, CSVReader.lineFeed, CSVReader.carriageReturn
      )
      let stop = unsafe buffer.bytes.firstIndex {
        $0 == delimiter || $0 == lineFeed || $0 == carriageReturn
      }
      append(stop ?? buffer.count, to: &draft)
      guard stop != nil else { continue }
      guard try byte(at: 0) == carriageReturn, try byte(at: 1) != lineFeed else { return }
      append(1, to: &draft)
    }
  }

  private mutating func readQuoted(into draft: inout CSVDraft) throws(ReadError) {
    let openingLine = line
    consume(1)
    while try byte(at: 0) != nil {
      let stop = buffer.firstIndex(of: CSVReader.quote, from: 0)
      append(stop ?? buffer.count, to: &draft)
      guard stop != nil else { continue }
      guard try byte(at: 1) == CSVReader.quote else {
        consume(1)
        try checkFieldEnd(&draft)
        return
      }
      append(1, to: &draft)
      consume(1)
    }
    draft.fail(.unterminatedQuote(line: openingLine))
  }

  /// Behind a closing quote: anything but the end of the field spoils the rest of the line.
  private mutating func checkFieldEnd(_ draft: inout CSVDraft) throws(ReadError) {
    let next = try byte(at: 0)
    if next == nil || next == delimiter || next == CSVReader.lineFeed { return }
    if next == CSVReader.carriageReturn, try byte(at: 1) == CSVReader.lineFeed { return }
    draft.fail(.textAfterClosingQuote(line: line))
    while try byte(at: 0) != nil {
      let lineFeed = buffer.firstIndex(of: CSVReader.lineFeed, from: 0)
      consume(lineFeed ?? buffer.count)
      if lineFeed != nil { return }
    }
  }

  /// Moves bytes from the window to the field.
  private mutating func append(_ count: Int, to draft: inout CSVDraft) {
    line += buffer.withBytes(first: count) { bytes in draft.append(bytes) }
    consume(count)
  }

  /// - Returns: whether there was a line end, which is then taken.
  private mutating func takeLineEnd() throws(ReadError) -> Bool {
    let hasReturn = try byte(at: 0) == CSVReader.carriageReturn
    guard try byte(at: hasReturn ? 1 : 0) == CSVReader.lineFeed else { return false }
    consume(hasReturn ? 2 : 1)
    line += 1
    return true
  }

  /// The byte at a place of the window, which is filled up to it; nil behind the end of the file.
  private mutating func byte(at place: Int) throws(ReadError) -> UInt8? {
    while place >= buffer.count {
      guard try buffer.fill() else { return nil }
    }
    return buffer[place]
  }

  /// Moves on in the window, and keeps what the record at hand looked like.
  private mutating func consume(_ count: Int) {
    let room = OversizedLine.prefixByteCount - recordPrefix.count
    if room > 0 { unsafe recordPrefix.append(contentsOf: buffer.bytes.prefix(min(count, room))) }
    recordByteCount += count
    buffer.consume(count)
  }
}
