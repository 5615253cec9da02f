internal import Glibc

/// A key.
///
/// It comes from the environment, and prints as `***` wherever it is shown.
public struct Secret: Hashable, Sendable {
  /// The key itself, for the one place that puts it into a header.
  let value: String

  /// A key; white space around it is not part of it.
  public init(_ value: String) {
    self.value = value.trimmed
  }

  /// The key in a variable of the environment; nil where there is none, or nothing in it.
  public init?(variable: String) {
    guard let text = unsafe getenv(variable).map({ unsafe String(cString: $0) }),
      !text.trimmed.isEmpty
    else { return nil }
    self.init(text)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Stars.
  public var description: String { "***" }

  /// Stars.
  public var debugDescription: String { "***" }

  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    let rest = drop(while: \.isWhitespace)
    let end = rest.lastIndex { !$0.isWhitespace }.map(rest.index(after:)) ?? rest.startIndex
    return String(rest[..<end])
  }
}
