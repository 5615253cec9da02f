/// Writes reports in one format; a new format is one conforming type and a `ReportFormat` case.
public protocol Renderer: Sendable {
  /// Writes the whole report, ending in a newline.
  ///
  /// - Parameters:
  ///   - report: what is written; it need not have rows.
  ///   - output: where it goes, in pieces.
  func render(_ report: Report, to output: inout some TextOutputStream)
}

extension Renderer {
  /// The whole report as one text.
  public func text(of report: Report) -> String {
    var text = ""
    render(report, to: &text)
    return text
  }
}
