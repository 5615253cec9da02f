/// A record while it is read, and the first thing found wrong with it.
struct CSVDraft {
  private let line: Int
  private let maximumBytes: Int
  private var byteCount = 0
  private var field: [UInt8] = []
  private var fields: [String] = []
  private var failure: CSVError?

  /// A record that starts on this line and has no field yet.
  init(line: Int, maximumBytes: Int) {
    self.line = line
    self.maximumBytes = maximumBytes
  }

  /// Adds bytes to the field at hand; a record that failed is no longer kept.
  ///
  /// - Returns: how many line feeds there were.
  mutating func append(_ bytes: borrowing PaddedBytes) -> Int {
    byteCount += bytes.count
    if byteCount > maximumBytes {
      fail(.recordTooLong(line: line, maximumBytes: maximumBytes))
    }
    return unsafe bytes.withUnsafeBytes { buffer in
      if failure == nil { unsafe field.append(contentsOf: buffer) }
      return unsafe buffer.count { $0 == UInt8(ascii: "\n") }
    }
  }

  /// Ends the field at hand.
  mutating func endField() {
    defer { field.removeAll(keepingCapacity: true) }
    guard failure == nil else { return }
    if field.contains(0) { return fail(.nulByte(line: line)) }
    guard let text = String(validating: field, as: UTF8.self) else {
      return fail(.invalidUTF8(line: line))
    }
    fields.append(text)
  }

  /// Remembers what is wrong; only the first fault counts.
  mutating func fail(_ error: CSVError) {
    guard failure == nil else { return }
    failure = error
    fields = []
    field = []
  }

  /// The record.
  ///
  /// - Throws: the first fault.
  func finished() throws(CSVError) -> CSVRecord {
    if let failure { throw failure }
    return CSVRecord(line: line, fields: fields)
  }
}
