import Ingest
import Testing
import Warehouse

/// The times of real files.
@Suite struct RecordedTimeTests {
  @Test(.enabled(if: RealData.folder != nil))
  func `every recorded time comes back as it was`() throws {
    var count = 0
    for path in RealData.files(below: "fastchat", ending: ".jsonl") {
      var reader = try LineReader(path: path)
      var parser = try JSONParser()
      while try reader.next() != nil {
        try reader.withBytes { (bytes: borrowing PaddedBytes) throws in
          try parser.withDocument(of: bytes) { root in
            guard let node = root["tstamp"], let token = node.numberToken else { return }
            #expect(node.unixSeconds?.decimalSeconds == token)
            count += 1
          }
        }
      }
    }
    #expect(count > 1_000)
  }
}
