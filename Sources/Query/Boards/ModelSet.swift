/// An answer set of a model as a person names it: `NAME@2`.
struct ModelSet: CustomStringConvertible {
  let model: String
  /// Counted from 1.
  let set: Int

  /// nil where the text is not of that form.
  init?(_ text: String) {
    guard let at = text.lastIndex(of: "@"), let set = Int(text[text.index(after: at)...]), set > 0
    else { return nil }
    model = String(text[..<at])
    self.set = set
  }

  var description: String { "\(model)@\(set)" }
}
