/// Why a record cannot be imported, in words that follow its place: `FILE:LINE: …`.
struct RecordProblem: Error, Hashable, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
