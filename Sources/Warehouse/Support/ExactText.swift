internal import Glibc

/// A text that equals only what is spelled with the same bytes.
///
/// Swift's strings are equal where Unicode calls them the same, as an é in one piece and in two; in
/// a store they are two names, on whatever engine, and two files may be called so.
package struct ExactText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  // Equal bytes have equal hashes as strings, too.
  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.isSpelled(as: right.text)
  }
}

extension String {
  /// Whether the bytes are the same.
  func isSpelled(as other: String) -> Bool {
    var (left, right) = (self, other)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else {
          return true
        }
        return unsafe memcmp(first, second, left.count) == 0
      }
    }
  }
}

extension String? {
  /// Whether the bytes are the same, or both are absent.
  func isSpelled(as other: String?) -> Bool {
    guard let self, let other else { return self == nil && other == nil }
    return self.isSpelled(as: other)
  }
}
