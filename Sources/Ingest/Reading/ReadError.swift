import SystemPackage

/// A file that could not be opened or read.
package struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried: `open` or `read`.
  package let operation: String

  /// The file as the user named it, or `standard input`.
  package let file: String

  /// The number the system gave, `errno`.
  package let errorNumber: Int32

  /// Words: `cannot open runs.jsonl: No such file or directory`.
  package var description: String {
    "cannot \(operation) \(file): \(Errno(rawValue: errorNumber))"
  }
}
