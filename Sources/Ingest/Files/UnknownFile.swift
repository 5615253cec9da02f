/// A file that a person named and that shows no result: what stands in it instead.
struct UnknownFile {
  /// The line that was looked at, from 1; nil: the whole file.
  let line: Int?
  /// Continues a sentence whose subject is the line, or the file.
  let reason: String

  /// Larger files are not looked at as one document.
  private static let documentBytes = 16 << 20
  /// Enough to recognize what it is.
  private static let shownFields = 8

  /// Looks at the first line; nil where that tells nothing.
  init?(_ file: InputFile, at place: FilePlace) {
    if (try? WholeFile.bytes(of: file, atMost: 0)) == [] {
      (line, reason) = (nil, "is empty")
      return
    }
    if place.fileExtension == "csv" {
      guard let header = try? Self.header(of: file) else { return nil }
      (line, reason) = (header.line, "has " + Self.list("columns", header.fields))
      return
    }
    guard FormatSniffer.jsonEndings.contains(place.fileExtension),
      let first = try? Self.firstLine(of: file), let found = Self.reason(first.bytes, in: file)
    else { return nil }
    (line, reason) = (first.number, found)
  }

  // MARK: - Private

  /// The first record, read with the delimiter that finds most columns in it.
  private static func header(of file: InputFile) throws -> CSVRecord? {
    let headers = try CSVDelimiter.allCases.map { delimiter in
      var reader = CSVReader(try ByteSource(file), delimiter: delimiter)
      return try reader.next()
    }
    return headers.compactMap(\.self).max { $0.fields.count < $1.fields.count }
  }

  private static func list(_ what: String, _ names: [String]) -> String {
    "the \(what) " + names.prefix(shownFields).joined(separator: ", ")
      + (names.count > shownFields ? ", …" : "")
  }

  private static func firstLine(of file: InputFile) throws -> (number: Int, bytes: [UInt8])? {
    var lines = LineReader(try ByteSource(file))
    guard let line = try lines.next(), line.oversized == nil else { return nil }
    let bytes = lines.withBytes { (bytes: borrowing PaddedBytes) in
      unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    }
    return (line.number, bytes)
  }

  private static func reason(_ bytes: [UInt8], in file: InputFile) -> String? {
    do {
      var parser = try JSONParser()
      return try parser.withDocument(copying: bytes) { node in
        guard node.kind == .object else { return "is no JSON object" }
        let fields = node.members.compactMap { $0.key() }
        guard !fields.isEmpty else { return "is an object without fields" }
        return "has " + list("fields", fields)
      }
    } catch {
      // A document over several lines begins with a line that is none.
      return isOneDocument(file) ? nil : "\(error)"
    }
  }

  private static func isOneDocument(_ file: InputFile) -> Bool {
    guard let bytes = try? WholeFile.bytes(of: file, atMost: documentBytes),
      var parser = try? JSONParser()
    else { return false }
    return (try? parser.withDocument(copying: bytes) { _ in true }) ?? false
  }
}
