extension Report {
  /// One thing that was asked for, such as the benchmark or the instant of `--as-of`.
  public struct Parameter: Sendable, Equatable {
    /// The JSON key, in snake_case.
    public let name: String
    /// What was asked; `null` where the asker left it open.
    public let value: Cell

    /// Creates a parameter.
    public init(_ name: String, _ value: Cell) {
      self.name = name
      self.value = value
    }
  }
}
