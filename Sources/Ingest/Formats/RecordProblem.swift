/// Why a record cannot be imported, in words that follow its place: `FILE:LINE: …`.
struct RecordProblem: Error, Hashable, CustomStringConvertible {
  let description: String

  /// A value that is told may be of any length; what a person reads is not.
  private static let longest = 200

  init(_ description: String) {
    self.description =
      description.count <= Self.longest
      ? description : String(description.prefix(Self.longest)) + "…"
  }
}
