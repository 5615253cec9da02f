internal import Yams

/// A value of a YAML file, which knows its place for errors.
struct YAMLValue {
  let file: String
  private let node: Node

  /// Reads a document.
  ///
  /// - Returns: nil for a file without a value.
  /// - Throws: `ConfigurationError`, with the line where it stops being YAML.
  static func read(_ text: String, file: String) throws(ConfigurationError) -> YAMLValue? {
    do {
      return try Yams.compose(yaml: text).map { YAMLValue(file: file, node: $0) }
    } catch let error as YamlError {
      throw error.asConfigurationError(file)
    } catch {
      throw ConfigurationError(file: file, line: nil, .notYAML("\(error)"))
    }
  }

  /// The fields of a mapping whose names are the user's own.
  func entries() throws(ConfigurationError) -> [(name: String, value: YAMLValue)] {
    guard let mapping = node.mapping else { throw wrong("a list of names with their values") }
    var entries: [(name: String, value: YAMLValue)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { throw wrong("names that are texts") }
      entries.append((name, YAMLValue(file: file, node: value)))
    }
    return entries
  }

  /// The fields of a mapping by name.
  ///
  /// - Parameter known: the names that there are; any other is refused.
  func fields(_ known: [String]) throws(ConfigurationError) -> [String: YAMLValue] {
    var fields: [String: YAMLValue] = [:]
    for (name, value) in try entries() {
      guard known.contains(name) else { throw value.error(.unknown(name, known: known)) }
      fields[name] = value
    }
    return fields
  }

  /// Whether nothing stands there, as behind a name alone.
  var isEmpty: Bool { node.scalar != nil && node.tag == Tag(.null) }

  /// The elements of a list; nil where it is none.
  var elements: [YAMLValue]? {
    node.sequence.map { $0.map { YAMLValue(file: file, node: $0) } }
  }

  /// A text; numbers and flags are texts as they are written.
  func text() throws(ConfigurationError) -> String {
    guard let scalar = node.scalar, node.tag != Tag(.null) else { throw wrong("a text") }
    return scalar.string
  }

  /// Texts of a list, or the words of one text.
  func words() throws(ConfigurationError) -> [String] {
    guard elements == nil else { return try list() }
    return try text().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Texts by name.
  func texts() throws(ConfigurationError) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, value) in try entries() { texts[name] = try value.text() }
    return texts
  }

  /// `true` or `false`.
  func flag() throws(ConfigurationError) -> Bool {
    switch try text() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw wrong("true or false")
    }
  }

  /// A whole number.
  func integer() throws(ConfigurationError) -> Int {
    guard let number = Int(try text()) else { throw wrong("a whole number") }
    return number
  }

  /// An error at this value's line.
  func error(_ reason: ConfigurationError.Reason) -> ConfigurationError {
    ConfigurationError(file: file, line: node.mark?.line, reason)
  }

  func wrong(_ expected: String) -> ConfigurationError { error(.wrongType(expected)) }
}

extension YamlError {
  fileprivate func asConfigurationError(_ file: String) -> ConfigurationError {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigurationError(file: file, line: mark.line, .notYAML(problem))
    case .duplicatedKeysInMapping(let keys, let context):
      ConfigurationError(
        file: file, line: context.mark.line,
        .notYAML("\(keys.joined(separator: ", ")) stands there twice"))
    default:
      ConfigurationError(file: file, line: nil, .notYAML("it cannot be read"))
    }
  }
}
