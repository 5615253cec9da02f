/// A judge prompt as a source states it.
public struct TemplateRecord: Sendable {
  /// As judgments name it.
  public let name: String
  /// What it is for.
  public let mode: JudgingMode
  /// The system prompt; nil: not stated.
  public let system: StoredText?
  /// With the placeholders of `PromptPlaceholder` in braces.
  public let body: StoredText
  /// Nil: not stated.
  public let description: String?
  /// Nil: not stated.
  public let category: String?
  /// Such as `[[rating]]`; nil: not stated.
  public let outputFormat: String?

  /// A template under its name.
  public init(
    name: String, mode: JudgingMode, system: StoredText?, body: StoredText, description: String?,
    category: String?, outputFormat: String?
  ) {
    self.name = name
    self.mode = mode
    self.system = system
    self.body = body
    self.description = description
    self.category = category
    self.outputFormat = outputFormat
  }

  /// The scale that the texts state ("on a scale of 1 to 10"); nil where they state none.
  var scale: ClosedRange<Double>? {
    StatedScale.find(in: body.string) ?? system.flatMap { StatedScale.find(in: $0.string) }
  }
}

/// Whether a judge rates one answer, or compares two.
public enum JudgingMode: String, Sendable, CaseIterable {
  /// One answer gets a score.
  case single
  /// Of two answers one wins, or neither.
  case pairwise
}

/// Finds the scale that a judge prompt states.
enum StatedScale {
  /// The first "scale of LOW to HIGH" or "scale from LOW to HIGH" with LOW < HIGH.
  static func find(in text: String) -> ClosedRange<Double>? {
    // "1 to 10." ends a sentence; "1 to 10.5" and "1 to 10,000" state another bound than 10.
    let pattern = /scale\s+(?:of|from)\s+([0-9]+)\s*(?:to|-|–)\s*([0-9]+)(?![.,]?[0-9])/
      .ignoresCase()
    for match in text.matches(of: pattern) {
      if let low = Double(match.1), let high = Double(match.2), low < high { return low...high }
    }
    return nil
  }
}
