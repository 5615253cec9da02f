import SystemPackage

/// A file that could not be opened or read.
package struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried: `open` or `read`.
  package let operation: String

  /// The file as the user named it, or `standard input`.
  package let file: String

  /// The number the system gave, `errno`; 0 where the system had nothing against it.
  package let errorNumber: Int32

  /// What is wrong with the file's content; nil: the system refused.
  package let problem: String?

  /// A file that the system refuses.
  init(operation: String, file: String, errorNumber: Int32) {
    self.operation = operation
    self.file = file
    self.errorNumber = errorNumber
    problem = nil
  }

  /// A file that cannot be read as what it says it is.
  init(file: String, problem: String) {
    operation = "read"
    self.file = file
    errorNumber = 0
    self.problem = problem
  }

  /// Keeps the number of a system error.
  init(operation: String, file: String, wrapping error: any Error) {
    let errorNumber = (error as? Errno)?.rawValue ?? Errno.ioError.rawValue
    self.init(operation: operation, file: file, errorNumber: errorNumber)
  }

  /// Words: `cannot open runs.jsonl: No such file or directory`.
  package var description: String {
    "cannot \(operation) \(file): \(problem ?? "\(Errno(rawValue: errorNumber))")"
  }
}
