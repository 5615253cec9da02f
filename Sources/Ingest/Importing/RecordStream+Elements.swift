internal import Warehouse

/// Turns the elements of one array into records of the store.
protocol ElementReader {
  /// The record of an element, and what it states beside it.
  ///
  /// - Parameter line: the number of the element.
  /// - Throws: `RecordProblem`.
  func records(_ node: JSONNode, line: Int) throws -> [SourceRecord]
}

extension RecordStream {
  /// Records of a file that is one array, or has one.
  static func forEachElement(
    _ reader: inout JSONArrayReader, _ format: some ElementReader,
    _ body: (Item, Int) throws -> Bool
  ) throws -> Bool {
    var parser = try JSONParser()
    while let element = try reader.next() {
      for item in items(of: element, format, &parser) {
        guard try body(item, reader.fileBytesRead) else { return false }
      }
    }
    return true
  }

  private static func items(
    of element: JSONArrayReader.Element, _ format: some ElementReader, _ parser: inout JSONParser
  ) -> [Item] {
    do {
      return try parser.withDocument(copying: element.bytes) { node in
        try format.records(node, line: element.number).map(Item.record)
      }
    } catch {
      let isLong = element.bytes.count >= JSONArrayReader.maximumElementBytes
      let reason =
        element.isCut && error is JSONError
        ? "is cut off: the file ends in the middle of a record"
        : isLong ? "is longer than 16 MiB" : "\(error)"
      return [
        .reject(
          RejectRecord(
            line: element.number, byteOffset: element.byteOffset, byteCount: element.bytes.count,
            digest: Key(of: element.bytes), content: Array(element.bytes.prefix(keptRejectBytes)),
            reason: reason))
      ]
    }
  }
}
