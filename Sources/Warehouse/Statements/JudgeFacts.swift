/// What people know of a judge that no source says; nil: nothing.
package struct JudgeFacts: Sendable, Equatable {
  /// The model version that answered.
  package private(set) var version: String?
  /// The host that was called.
  package private(set) var endpoint: String?
  /// What it was called with.
  package private(set) var temperature: Double?
  /// What its scores lie between.
  package private(set) var scale: ClosedRange<Double>?

  /// Nothing.
  package init() {}

  /// The fields that can be stated, and what they take.
  package static let fields = ["version", "endpoint", "temperature", "scale"]

  /// Reads a scale, `LOW..HIGH`; nil for anything else.
  package static func scale(_ text: String) -> ClosedRange<Double>? {
    guard let dots = text.firstRange(of: ".."),
      let low = Double(text[..<dots.lowerBound]), let high = Double(text[dots.upperBound...]),
      low < high, low.isFinite, high.isFinite
    else { return nil }
    return low...high
  }

  /// Whether a field takes a value.
  package static func takes(field: String, value: String) -> Bool {
    switch field {
    case "version", "endpoint": !value.isEmpty
    case "temperature": Double(value).map { $0.isFinite && $0 >= 0 } ?? false
    case "scale": scale(value) != nil
    default: false
    }
  }

  mutating func set(_ draft: StatementDraft) {
    let value = draft.value ?? ""
    switch draft.name {
    case "version": version = value
    case "endpoint": endpoint = value
    case "temperature": temperature = Double(value)
    case "scale": scale = Self.scale(value)
    default: break  // A field that a newer program knows.
    }
  }
}
