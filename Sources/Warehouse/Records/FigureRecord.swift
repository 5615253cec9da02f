/// A figure that a file gives for a whole model: kept beside what the judgments give, and never
/// mixed in.
public struct FigureRecord: Sendable, Hashable {
  /// Counts from 1.
  public let line: Int
  /// `score`, `win`, `win_rate` and so on.
  public let figure: String
  /// As the file spells it.
  public let model: String
  /// nil: the file does not say.
  public let judgeName: String?
  /// nil: nothing says.
  public let benchmark: String?
  /// nil: the figure is of all turns.
  public let turn: Int?
  /// As printed.
  public let value: Double

  /// A figure at a line of its source.
  public init(
    line: Int, figure: String, model: String, judgeName: String?, benchmark: String?, turn: Int?,
    value: Double
  ) {
    self.line = line
    self.figure = figure
    self.model = model
    self.judgeName = judgeName
    self.benchmark = benchmark
    self.turn = turn
    self.value = value
  }

  /// The figure's key: its place in its source, because another file that gives the same figure
  /// is another witness of it.
  func key(inSource source: Key) -> Key {
    var form = CanonicalForm("figure")
    form.add(source)
    form.add(Int64(line))
    form.add(figure)
    return form.key()
  }
}
