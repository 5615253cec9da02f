/// A record of a CSV file.
package struct CSVRecord: Hashable, Sendable {
  /// The line on which the record starts, from 1.
  package let line: Int

  /// The fields without their quotes; never empty.
  package let fields: [String]

  /// A record.
  package init(line: Int, fields: [String]) {
    self.line = line
    self.fields = fields
  }
}

/// What stands between two fields.
package enum CSVDelimiter: UInt8, Hashable, Sendable, CaseIterable {
  case tab = 0x09
  case comma = 0x2C
  case semicolon = 0x3B
  case bar = 0x7C
}

/// A record that cannot be read, or a file.
package enum CSVError: Error, Hashable, Sendable {
  /// The file ended inside a quoted field; the line is the one on which the quote stands.
  case unterminatedQuote(line: Int)
  /// Something other than a delimiter follows a closing quote on this line.
  case textAfterClosingQuote(line: Int)
  /// A field of the record that starts on this line is not UTF-8.
  case invalidUTF8(line: Int)
  /// A field of the record that starts on this line holds a NUL byte.
  case nulByte(line: Int)
  /// The record that starts on this line has more bytes than the limit.
  case recordTooLong(line: Int, maximumBytes: Int)
  /// The file could not be read on.
  case unreadable(ReadError)

  /// What is wrong, in words that follow its place: `FILE:LINE: …`.
  package var reason: String {
    switch self {
    case .unterminatedQuote: "has a quote that is never closed"
    case .textAfterClosingQuote: "has text after a closing quote"
    case .invalidUTF8: "is not valid UTF-8"
    case .nulByte: "has a NUL byte"
    case .recordTooLong(_, let maximumBytes): "is longer than \(maximumBytes) bytes"
    case .unreadable(let error): error.description
    }
  }

  /// The line on which the record starts, counted from 1; 0 where no line is at fault.
  package var line: Int {
    switch self {
    case .unterminatedQuote(let line), .textAfterClosingQuote(let line), .invalidUTF8(let line),
      .nulByte(let line), .recordTooLong(let line, _):
      line
    case .unreadable: 0
    }
  }

  /// Whether `CSVReader.next()` can be called again for the records that follow.
  package var isRecoverable: Bool {
    if case .unreadable = self { return false }
    return true
  }
}

extension CSVError: CustomStringConvertible {
  /// Words, with the line.
  package var description: String {
    switch self {
    case .unterminatedQuote(let line): "unterminated quote opened at line \(line)"
    case .textAfterClosingQuote(let line): "line \(line) has text after a closing quote"
    case .invalidUTF8(let line): "the record at line \(line) is not valid UTF-8"
    case .nulByte(let line): "the record at line \(line) has a NUL byte"
    case .recordTooLong(let line, let maximumBytes):
      "the record at line \(line) is longer than \(maximumBytes) bytes"
    case .unreadable(let error): error.description
    }
  }
}
