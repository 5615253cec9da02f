/// Why a configuration file, or what it says, cannot be used.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    case unreadable(String)
    case notYAML(String)
    /// A field that there is not.
    case unknown(String, known: [String])
    case wrongType(String)
    case missing(String)
    /// A key where the name of a variable belongs.
    case secret(String)
    case notOneOf(String, [String])
    case endpoint(EndpointError)
    case noProfile(kind: String, name: String, known: [String])
  }

  /// The file.
  public let file: String
  /// Its line, from 1.
  public let line: Int?
  /// What is wrong.
  public let reason: Reason

  init(file: String, line: Int?, _ reason: Reason) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// One line for a person.
  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(words)" }

  private var words: String {
    switch reason {
    case .unreadable(let reason): "cannot be read: \(reason)"
    case .notYAML(let problem): "is no YAML: \(problem)"
    case .unknown(let name, let known):
      "there is no setting '\(name)' here; there are \(known.joined(separator: ", "))"
    case .wrongType(let expected): "\(expected) belongs here"
    case .missing(let name): "'\(name)' is missing"
    case .secret(let name):
      "'\(name)' looks like a key, and keys do not belong into files; put it into a variable of the "
        + "environment and name that with key_env"
    case .notOneOf(let value, let values):
      "'\(value)' is none of \(values.joined(separator: ", "))"
    case .endpoint(let error): "\(error)"
    case .noProfile(let kind, let name, let known):
      known.isEmpty
        ? "there is no \(kind) '\(name)', and none is described"
        : "there is no \(kind) '\(name)'; there are \(known.joined(separator: ", "))"
    }
  }
}
