/// How many records a file has, counted without the code under test.
enum RecordCount {
  /// Lines that hold more than white space, behind a byte-order mark.
  static func lines(_ bytes: [UInt8]) -> Int {
    withoutMark(bytes).split(separator: 0x0A, omittingEmptySubsequences: true).count { line in
      !line.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }
  }

  /// Records behind the header of a table; nil where no delimiter gives a header with these names.
  static func table(_ bytes: [UInt8], required: [String]) -> Int? {
    for delimiter in ["\t", ",", ";", "|"].compactMap(\.utf8.first) {
      var scan = Scan(bytes: withoutMark(bytes), delimiter: delimiter)
      guard let header = scan.next() else { continue }
      let names = header.map { String(decoding: $0, as: UTF8.self) }
      guard required.allSatisfy(names.contains) else { continue }
      var count = 0
      while scan.next() != nil { count += 1 }
      return count
    }
    return nil
  }

  private static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
  }

  /// Goes through a table by the rules of RFC 4180; text behind a closing quote spoils its line.
  private struct Scan {
    var rest: ArraySlice<UInt8>
    let delimiter: UInt8

    init(bytes: ArraySlice<UInt8>, delimiter: UInt8) {
      rest = bytes
      self.delimiter = delimiter
    }

    /// The fields of the next record as far as they can be read.
    mutating func next() -> [[UInt8]]? {
      while let length = lineEnd { rest = rest.dropFirst(length) }
      guard !rest.isEmpty else { return nil }
      var fields: [[UInt8]] = []
      while true {
        fields.append(rest.first == 0x22 ? quoted() : plain())
        guard rest.first == delimiter else { break }
        rest = rest.dropFirst()
      }
      rest = rest.dropFirst(lineEnd ?? 0)
      return fields
    }

    /// The length of the line end that stands here.
    private var lineEnd: Int? {
      rest.first == 0x0A ? 1 : rest.starts(with: [0x0D, 0x0A]) ? 2 : nil
    }

    private mutating func plain() -> [UInt8] {
      var field: [UInt8] = []
      while let byte = rest.first, byte != delimiter, lineEnd == nil {
        field.append(byte)
        rest = rest.dropFirst()
      }
      return field
    }

    private mutating func quoted() -> [UInt8] {
      var field: [UInt8] = []
      rest = rest.dropFirst()
      while let byte = rest.first {
        rest = rest.dropFirst()
        if byte != 0x22 {
          field.append(byte)
        } else if rest.first == 0x22 {
          field.append(byte)
          rest = rest.dropFirst()
        } else {
          if !rest.isEmpty, rest.first != delimiter, lineEnd == nil {
            rest = rest.drop { $0 != 0x0A }
          }
          break
        }
      }
      return field
    }
  }
}
