import CSimdJSON

/// Why a document is not JSON that can be stored.
///
/// The error knows neither file nor line; who reads the file adds them.
package struct JSONError: Error, Hashable, Sendable {
  /// What is wrong.
  package let reason: Reason

  /// The byte of the document, from 0, at which the fault was noticed; nil when unknown.
  package let byteOffset: Int?

  /// A fault.
  package init(reason: Reason, byteOffset: Int?) {
    self.reason = reason
    self.byteOffset = byteOffset
  }

  /// The kinds of faults; the raw values are those of the C reader and do not change.
  package enum Reason: Int32, Hashable, Sendable, CaseIterable {
    /// Nothing, or white space only.
    case empty = 1
    /// Bytes that are not UTF-8.
    case invalidUTF8
    /// A string without its closing quote.
    case unterminatedString
    /// A byte below 0x20 that should have been escaped.
    case controlCharacter
    /// A backslash before something it cannot precede.
    case invalidEscape
    /// A `\u` escape of half a surrogate pair.
    case loneSurrogate
    /// Something like `01`, `1.` or `-`.
    case invalidNumber
    /// A word other than true, false and null: `NaN`, `Infinity`, `None`.
    case invalidLiteral
    /// A missing or superfluous comma, colon, bracket or quote.
    case unexpectedCharacter
    /// The document stops before its last bracket.
    case incomplete
    /// A second value, or anything else, after the first.
    case trailingText
    /// More than 256 arrays and objects inside one another.
    case tooDeep
    /// More bytes than 32-bit offsets can count.
    case tooLong
    /// A programming error: the bytes were not followed by padding.
    case noPadding
    /// No memory for the nodes.
    case noMemory
    /// A fault of the parser itself.
    case unknown
  }
}

extension JSONError: CustomStringConvertible {
  /// Continues a sentence that starts with the document's place: `runs.jsonl:118 ends in the …`.
  package var description: String {
    let message = unsafe String(cString: csj_message(reason.rawValue))
    guard let byteOffset else { return message }
    return "\(message) (at byte \(byteOffset))"
  }
}
